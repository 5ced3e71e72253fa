/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [member: string]: Json };

/** Reads JSON text; what is wrong comes back as the parser's words. */
export function parseJson(source: string): { value: Json } | { error: string } {
  try {
    return { value: JSON.parse(source) as Json };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Whether two JSON values are equal, members in any order. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = defined(a);
  const right = defined(b);
  return left.length === right.length && left.every(([key, value]) => key in b && sameJson(value, (b as Record<string, unknown>)[key]));
}

const defined = (value: object): [string, unknown][] => Object.entries(value).filter(([, member]) => member !== undefined);
