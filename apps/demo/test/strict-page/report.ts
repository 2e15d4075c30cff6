/** What a page under a strict content security policy tells of itself. */
export interface StrictReport {
  /** The ids of all threads, iterated. */
  listed: string[];
  /** The ids of all threads, from both ends at once. */
  all: string[];
  /** What a wrong answer was rejected with. */
  problem: string;
  /** What `eval` and `new Function` gave, or the names of the errors that they threw. */
  outcomes: string[];
  /** The directives that were violated, each with what violated it. */
  violations: string[];
}
