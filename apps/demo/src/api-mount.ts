/** Where the page finds the API on its own origin, and the demo's proxy takes its calls. */
export const API_MOUNT = "/v1";
