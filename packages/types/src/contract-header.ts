/** The header in which our servers answer with the version of the contract that they serve. Decided here, not published. */
export const CONTRACT_HEADER = "x-chatkit-contract";
