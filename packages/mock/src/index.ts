export { CONTRACT_VERSION } from "@chatkit-contract/types/operations";

export { MockStartError } from "./mock-start-error.ts";
export { startMock, type Mock, type MockOptions } from "./start-mock.ts";
