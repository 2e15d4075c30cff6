import * as z from "zod";

const KNOWN = ["active", "locked", "closed"];
const reason = z.string().nullable();
const thread = z.object({
  id: z.string(),
  object: z.literal("chatkit.thread"),
  created_at: z.int().min(0),
  title: z.string().nullable(),
  status: z.union([
    z.discriminatedUnion("type", [
      z.object({ type: z.literal("active") }),
      z.object({ type: z.literal("locked"), reason }),
      z.object({ type: z.literal("closed"), reason }),
    ]),
    z.object({ type: z.string().refine((type) => !KNOWN.includes(type)) }),
  ]),
  user: z.string(),
});
const page = z.object({
  object: z.literal("list"),
  data: z.array(thread),
  first_id: z.string().nullable(),
  last_id: z.string().nullable(),
  has_more: z.boolean(),
});

export function isThreadPage(value: unknown): boolean {
  return page.safeParse(value).success;
}
