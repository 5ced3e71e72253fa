/** A condition over the attributes of a context, as the API writes it. */
export type Condition = AttributeCondition | { all: Condition[] } | { any: Condition[] } | { not: Condition } | { segment: string };

export type AttributeValue = string | number | boolean;

export interface AttributeCondition {
  attribute: string;
  op: Operator;
  value?: AttributeValue | AttributeValue[];
  ignore_case?: boolean;
}

export const operators = [
  'equals', 'not_equals', 'in', 'not_in', 'contains', 'starts_with', 'ends_with', 'matches', 'gt', 'gte', 'lt', 'lte',
  'semver_eq', 'semver_gt', 'semver_gte', 'semver_lt', 'semver_lte', 'before', 'after', 'exists', 'any_of', 'all_of', 'none_of',
] as const;
export type Operator = (typeof operators)[number];

const lists: ReadonlySet<string> = new Set<Operator>(['in', 'not_in', 'any_of', 'all_of', 'none_of']);
const texts: ReadonlySet<string> = new Set<Operator>(['equals', 'not_equals', 'in', 'not_in', 'contains', 'starts_with', 'ends_with', 'matches']);

/** Whether the operator compares with a list. */
export const takesList = (op: Operator): boolean => lists.has(op);

/** Whether the operator compares text, and so can ignore case. */
export const takesText = (op: Operator): boolean => texts.has(op) && !takesList(op) && op !== 'equals' && op !== 'not_equals';

export const isAttribute = (condition: Condition): condition is AttributeCondition => 'attribute' in condition;
export const isGroup = (condition: Condition): condition is { all: Condition[] } | { any: Condition[] } => 'all' in condition || 'any' in condition;

/** The parts of a group; a condition that is no group is a group of itself. */
export function partsOf(condition: Condition | null): { match: 'all' | 'any'; parts: Condition[] } {
  if (condition === null) return { match: 'all', parts: [] };
  if ('all' in condition) return { match: 'all', parts: condition.all };
  if ('any' in condition) return { match: 'any', parts: condition.any };
  return { match: 'all', parts: [condition] };
}

/** The inverse of {@link partsOf}: no parts is no condition, one part stands alone. */
export function groupOf(match: 'all' | 'any', parts: Condition[]): Condition | null {
  if (parts.length === 0) return null;
  if (parts.length === 1) return parts[0]!;
  return match === 'all' ? { all: parts } : { any: parts };
}

/** Whether the condition lets everyone in. */
export const isEveryone = (condition: Condition | null | undefined): boolean => !condition || ('all' in condition && condition.all.every(isEveryone));

/** The condition of a rule that is for everyone: the API wants one to be there. */
export const everyone: Condition = { all: [] };

/** What someone typed, as the value they most likely mean: numbers and booleans unquoted, all else text; "quotes" force text. */
export function readValue(typed: string): AttributeValue {
  const value = typed.trim();
  if (value === 'true') return true;
  if (value === 'false') return false;
  // Leading zeros, as in postcodes, and long digit strings, as in ids, are text: as numbers they would change.
  if (/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(value)) return Number(value);
  return /^".*"$/.test(value) ? value.slice(1, -1) : value;
}

/** The text that {@link readValue} reads back to the same value. */
export function writeValue(value: AttributeValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  return value === readValue(value) ? value : `"${value}"`;
}

/** A pasted list: one a line, or separated by commas, semicolons or tabs; doubles are dropped. */
export function readList(pasted: string): string[] {
  return [...new Set(pasted.split(/[\n\r,;\t]+/).map((item) => item.trim()).filter((item) => item !== ''))];
}

/** The operator with a value of the right shape for it. */
export function withOperator(condition: AttributeCondition, op: Operator): AttributeCondition {
  const { value } = condition;
  const next: AttributeCondition = { attribute: condition.attribute, op };
  if (op === 'exists') next.value = typeof value === 'boolean' ? value : true;
  else if (takesList(op)) next.value = Array.isArray(value) ? value : value === undefined || value === '' ? [] : [value];
  else next.value = Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
  if (condition.ignore_case && takesText(op)) next.ignore_case = true;
  return next;
}

/** Every segment that the condition names. */
export function segmentsIn(condition: Condition | null): string[] {
  if (condition === null || isAttribute(condition)) return [];
  if ('segment' in condition) return [condition.segment];
  if ('not' in condition) return segmentsIn(condition.not);
  return partsOf(condition).parts.flatMap(segmentsIn);
}
