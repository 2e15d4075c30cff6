/** The mock cannot start: its port cannot be had. The message is one line. */
export class MockStartError extends Error {
  override readonly name = "MockStartError";
}
