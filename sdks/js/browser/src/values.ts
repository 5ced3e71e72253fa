import type { FlagDetails, Json } from "./keys.js";

/** 32 bits of a text (FNV-1a): enough to tell a few contexts of one device apart without storing what they say of a person. */
export const hash = (text: string): number => {
  let bits = 0;
  for (const letter of text) bits = Math.imul(bits ^ letter.charCodeAt(0), 16777619);
  return bits;
};

/** A flag as the page sees it: the server's, or the fallback where there is none or it has another type. */
export const details = (flag: FlagDetails | undefined, fallback: Json = false): FlagDetails =>
  typeof flag?.value === typeof fallback ? flag! : { value: fallback, variant: null, reason: "ERROR" };
