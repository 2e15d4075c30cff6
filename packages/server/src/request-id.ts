import { randomBytes } from "node:crypto";

/** Random per process, so that no two processes give the same ids. */
const START = `req_${randomBytes(12).toString("hex")}`;
let count = 0;

/** A new id for a request. Counted on, since chance for each is a part of what a request costs. */
export function createRequestId(): string {
  count = (count + 1) % 2 ** 32;
  return START + count.toString(16).padStart(8, "0");
}
