import { contractOperations } from "../test/contract.ts";
import { complete, nearMisses } from "../test/near-misses.ts";

const STATUSES = [
  { type: "active" },
  { type: "locked", reason: "Waiting for a person." },
  { type: "closed", reason: null },
  { type: "active" },
];

/** A page of 20 threads of mixed statuses, with and without titles; another one for every number. */
export function createPage(number: number): unknown {
  const data = Array.from({ length: 20 }, (_, index) => ({
    id: `cthr_${number}_${index}`,
    object: "chatkit.thread",
    created_at: 1_760_000_000 - number * 20 - index,
    title: index % 3 === 0 ? null : `Thread ${index} of page ${number}`,
    status: STATUSES[(number + index) % STATUSES.length],
    user: `user_${index % 7}`,
  }));
  return {
    object: "list",
    data,
    first_id: data[0]?.id,
    last_id: data.at(-1)?.id,
    has_more: true,
  };
}

/** Every example of a page of threads, and every near miss of one, with the verdict that each deserves. */
export function judgedPages(): { what: string; page: unknown; isValid: boolean }[] {
  const operation = contractOperations.find(({ id }) => id === "threads.list");
  const body = operation?.answers.find(([status]) => status === "200")?.[1];
  if (!body) {
    throw new Error("the contract has no page of threads");
  }
  return body.examples.flatMap(([name, example]) => {
    const page = complete(body.schema, example);
    const misses = [...nearMisses(body.schema, page)].map(({ what, value, rule, isOpen }) => ({
      what: `${name}: ${what}`,
      page: value,
      isValid: rule === undefined || isOpen,
    }));
    return [{ what: name, page, isValid: true }, ...misses];
  });
}
