import type { FlagDetails, Json } from "./keys.js";
import type { Context } from "./types.js";

/** A context as the text that travels: without empty members, the units' ids under their wire names. */
export const onTheWire = (context: Context): string =>
  // A text inside of the JSON cannot match: its quotes are escaped.
  JSON.stringify(context, (_, value) => value ?? undefined).replace(/"(user|team|visitor)Id":/g, '"$1_id":');

/** The members of a context, as text, that say which units it is, as text. */
export const unitsOf = (context: string): string => JSON.stringify(JSON.parse(context), ["user_id", "team_id", "visitor_id"]);

/** 32 bits of a text (FNV-1a): enough to tell a few contexts of one device apart without storing what they say of a person. */
export const hash = (text: string): number => {
  let bits = 0;
  for (const letter of text) bits = Math.imul(bits ^ letter.charCodeAt(0), 16777619);
  return bits;
};

/** A flag as the page sees it: the server's, or the fallback where there is none or it has another type. */
export const details = (flag: FlagDetails | undefined, fallback: Json = false): FlagDetails =>
  flag && typeof flag.value === typeof fallback ? flag
    : { value: fallback, variant: null, reason: flag ? "ERROR" : "DEFAULT" };
