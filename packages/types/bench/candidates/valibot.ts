import * as v from "valibot";

const KNOWN = ["active", "locked", "closed"];
const reason = v.nullable(v.string());
const thread = v.object({
  id: v.string(),
  object: v.literal("chatkit.thread"),
  created_at: v.pipe(v.number(), v.integer(), v.minValue(0)),
  title: v.nullable(v.string()),
  status: v.union([
    v.variant("type", [
      v.object({ type: v.literal("active") }),
      v.object({ type: v.literal("locked"), reason }),
      v.object({ type: v.literal("closed"), reason }),
    ]),
    v.object({
      type: v.pipe(
        v.string(),
        v.check((type) => !KNOWN.includes(type)),
      ),
    }),
  ]),
  user: v.string(),
});
const page = v.object({
  object: v.literal("list"),
  data: v.array(thread),
  first_id: v.nullable(v.string()),
  last_id: v.nullable(v.string()),
  has_more: v.boolean(),
});

export function isThreadPage(value: unknown): boolean {
  return v.is(page, value);
}
