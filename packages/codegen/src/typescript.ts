/** The TypeScript 5 API, which only this package depends on, for tests that ask a compiler or a language service. */
export { default as ts } from "typescript";
