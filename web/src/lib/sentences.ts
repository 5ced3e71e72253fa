import { isAttribute, isEveryone, type AttributeCondition, type AttributeValue, type Condition } from './condition';
import { percent, share } from './format';
import type { MessageKey, Translate } from './i18n';

const shownItems = 6;

const word = (value: AttributeValue): string => (typeof value === 'number' ? String(value) : typeof value === 'boolean' ? String(value) : value === '' ? '""' : value);

function valueText(t: Translate, condition: AttributeCondition): string {
  const { value } = condition;
  if (value === undefined) return '';
  if (!Array.isArray(value)) return word(value);
  const shown = value.slice(0, shownItems).map(word).join(', ');
  return value.length > shownItems ? t('sentence.listMore', { items: shown, count: value.length - shownItems }) : shown || t('sentence.emptyList');
}

/** A condition as people say it: "plan is pro and country is one of DE, FR". */
export function conditionText(t: Translate, condition: Condition | null | undefined): string {
  if (!condition || isEveryone(condition)) return t('sentence.everyone');
  return say(t, condition, false);
}

function say(t: Translate, condition: Condition, nested: boolean): string {
  if (isAttribute(condition)) {
    if (condition.op === 'exists') return t(condition.value === false ? 'sentence.absent' : 'sentence.present', { attribute: condition.attribute });
    const sentence = t('sentence.compare', { attribute: condition.attribute, op: t(`op.${condition.op}` as MessageKey), value: valueText(t, condition) });
    return condition.ignore_case ? t('sentence.ignoreCase', { sentence }) : sentence;
  }
  if ('segment' in condition) return t('sentence.segment', { segment: condition.segment });
  if ('not' in condition) return t('sentence.not', { sentence: say(t, condition.not, true) });
  const parts = 'all' in condition ? condition.all : condition.any;
  if (parts.length === 0) return t('all' in condition ? 'sentence.everyone' : 'sentence.nobody');
  const joined = parts.map((part) => say(t, part, parts.length > 1)).join(t('all' in condition ? 'sentence.and' : 'sentence.or'));
  return nested && parts.length > 1 ? `(${joined})` : joined;
}

/** A served thing, as the API writes it: a value or variant, `{rollout}`, `{split}` or `{experiment}`. */
export function serveText(t: Translate, serve: unknown): string {
  if (typeof serve === 'object' && serve !== null && !Array.isArray(serve)) {
    const members = Object.keys(serve);
    const only = members.length === 1 ? (serve as Record<string, unknown>) : {};
    if (typeof only['rollout'] === 'number') return t('sentence.rollout', { share: share(only['rollout']) });
    if (typeof only['experiment'] === 'string') return t('sentence.experiment', { experiment: only['experiment'] });
    if (typeof only['split'] === 'object' && only['split'] !== null) {
      const weights = Object.entries(only['split'] as Record<string, number>);
      const sum = weights.reduce((total, [, weight]) => total + weight, 0);
      return weights.map(([key, weight]) => `${key} ${percent(sum > 0 ? weight / sum : 0)}`).join(', ');
    }
  }
  return typeof serve === 'string' ? serve : JSON.stringify(serve);
}
