import { at, type Located } from "./located.ts";
import { isObject, type Context, type JsonObject, type Rule } from "./redocly.ts";

/** A client can send one kind of key. */
export const generableSecurity: Rule = () => {
  let root: Located;
  const check = (node: JsonObject, context: Context): void => {
    const requirements = Array.isArray(node["security"]) ? node["security"] : [];
    for (const [index, requirement] of requirements.entries()) {
      if (!isObject(requirement)) continue;
      for (const name of Object.keys(requirement)) {
        const scheme = at(context, root, "components", "securitySchemes", name)?.node;
        if (isObject(scheme) && isBearer(scheme)) continue;
        context.report({
          message: `The security scheme '${name}' is not HTTP bearer, the only one that a client can send. Declare it so under components/securitySchemes.`,
          location: context.location.child(["security", index, name]).key(),
        });
      }
    }
  };
  return {
    Root(node: JsonObject, context: Context) {
      root = { node, location: context.location };
      check(node, context);
    },
    Operation: check,
  };
};

function isBearer({ type, scheme }: JsonObject): boolean {
  return type === "http" && String(scheme).toLowerCase() === "bearer";
}
