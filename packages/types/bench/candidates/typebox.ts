import { Type } from "typebox";
import { Compile } from "typebox/compile";

const reason = Type.Union([Type.String(), Type.Null()]);
const thread = Type.Object({
  id: Type.String(),
  object: Type.Literal("chatkit.thread"),
  created_at: Type.Integer({ minimum: 0 }),
  title: Type.Union([Type.String(), Type.Null()]),
  status: Type.Union([
    Type.Object({ type: Type.Literal("active") }),
    Type.Object({ type: Type.Literal("locked"), reason }),
    Type.Object({ type: Type.Literal("closed"), reason }),
    Type.Object({ type: Type.String({ pattern: "^(?!(?:active|locked|closed)$)" }) }),
  ]),
  user: Type.String(),
});
const page = Compile(
  Type.Object({
    object: Type.Literal("list"),
    data: Type.Array(thread),
    first_id: Type.Union([Type.String(), Type.Null()]),
    last_id: Type.Union([Type.String(), Type.Null()]),
    has_more: Type.Boolean(),
  }),
);

export function isThreadPage(value: unknown): boolean {
  return page.Check(value);
}
