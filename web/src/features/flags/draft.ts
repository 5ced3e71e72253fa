import type { Flag, FlagType, Rule, Variant } from '../../api/types';
import { isEveryone } from '../../lib/condition';
import type { Translate } from '../../lib/i18n';
import { sameJson, type Json } from '../../lib/json';
import { list, share } from '../../lib/format';
import { conditionText, serveText } from '../../lib/sentences';

/** A new flag, as the server would complete it. */
export function blankFlag(key = '', type: FlagType = 'boolean'): Flag {
  return {
    key,
    description: '',
    type,
    enabled: false,
    variants: variantsFor(type),
    off_variant: 'off',
    on_variant: 'on',
    unit: 'user',
    deny: [],
    allow: [],
    audience: null,
    rules: [],
    rollout: 100,
    algorithm: '',
    salt: null,
    prerequisites: [],
    critical: false,
    tags: [],
    created_at: '',
    updated_at: '',
  };
}

const firstValues: Record<FlagType, [Json, Json]> = { boolean: [true, false], string: ['on', 'off'], number: [1, 0], json: [{}, {}] };

/** Two variants to start with. */
export function variantsFor(type: FlagType): Variant[] {
  const [on, off] = firstValues[type];
  return [
    { key: 'on', value: on },
    { key: 'off', value: off },
  ];
}

/** The flag's variants; a boolean flag that names none has on and off. */
export const variantsOf = (flag: Flag): Variant[] => (flag.variants.length > 0 ? flag.variants : variantsFor('boolean'));

export const offVariantOf = (flag: Flag): string => flag.off_variant ?? variantsOf(flag).find((variant) => variant.key === 'off')?.key ?? variantsOf(flag)[0]!.key;
export const onVariantOf = (flag: Flag): string => flag.on_variant ?? variantsOf(flag).find((variant) => variant.key !== offVariantOf(flag))?.key ?? offVariantOf(flag);

/** The variant that a rule's plain value means: by key, else by value. */
export const variantServed = (flag: Flag, serve: Json): string | null =>
  variantsOf(flag).find((variant) => variant.key === serve)?.key ?? variantsOf(flag).find((variant) => sameJson(variant.value, serve))?.key ?? null;

export function move<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items];
  const [item] = next.splice(from, 1);
  next.splice(Math.max(0, Math.min(to, next.length)), 0, item!);
  return next;
}

/** The rules that nobody reaches, for an earlier one takes everyone. */
export function unreachable(rules: readonly Rule[]): Set<number> {
  const first = rules.findIndex((rule) => isEveryone(rule.if));
  return new Set(first < 0 ? [] : rules.map((_, index) => index).filter((index) => index > first));
}

export const ruleText = (t: Translate, rule: Rule): string => t('sentence.rule', { condition: conditionText(t, rule.if), serve: serveText(t, rule.serve) });

/** What publishing the draft would change, one sentence each. */
export function changes(t: Translate, before: Flag, after: Flag): string[] {
  const said: string[] = [];
  const say = (sentence: string) => said.push(sentence);
  const arrow = (part: string, from: string, to: string) => say(t('change.from', { part, from, to }));
  if (before.enabled !== after.enabled) say(t(after.enabled ? 'change.on' : 'change.off'));
  if (before.description !== after.description) say(t('change.description'));
  if (before.critical !== after.critical) say(t(after.critical ? 'change.critical' : 'change.notCritical'));
  if (!sameJson(before.tags, after.tags)) say(t('change.tags', { tags: after.tags.length > 0 ? list(after.tags) : '–' }));
  if (before.unit !== after.unit) arrow(t('flag.unit'), before.unit, after.unit);
  sayVariants(t, before, after, say);
  if (offVariantOf(before) !== offVariantOf(after)) arrow(t('flag.offVariant'), offVariantOf(before), offVariantOf(after));
  if (onVariantOf(before) !== onVariantOf(after)) arrow(t('flag.onVariant'), onVariantOf(before), onVariantOf(after));
  sayMembers(t, t('flag.deny'), before.deny, after.deny, say);
  sayMembers(t, t('flag.allow'), before.allow, after.allow, say);
  if (!sameJson(before.audience ?? null, after.audience ?? null)) arrow(t('flag.audience'), conditionText(t, before.audience), conditionText(t, after.audience));
  sayRules(t, before.rules, after.rules, say);
  if (before.rollout !== after.rollout) arrow(t('flag.rollout'), share(before.rollout), share(after.rollout));
  if (!sameJson(before.prerequisites, after.prerequisites))
    say(t('change.prerequisites', { flags: after.prerequisites.length > 0 ? list(after.prerequisites.map((one) => `${one.flag} = ${one.variants.join('/')}`)) : '–' }));
  return said;
}

function sayMembers(t: Translate, part: string, before: string[], after: string[], say: (sentence: string) => void): void {
  const added = after.filter((id) => !before.includes(id));
  const removed = before.filter((id) => !after.includes(id));
  if (added.length > 0) say(t('change.added', { part, items: brief(t, added) }));
  if (removed.length > 0) say(t('change.removed', { part, items: brief(t, removed) }));
}

const brief = (t: Translate, items: string[]): string =>
  items.length > 5 ? t('sentence.listMore', { items: items.slice(0, 5).join(', '), count: items.length - 5 }) : items.join(', ');

function sayVariants(t: Translate, before: Flag, after: Flag, say: (sentence: string) => void): void {
  const old = new Map(variantsOf(before).map((variant) => [variant.key, variant.value]));
  for (const { key, value } of variantsOf(after)) {
    if (!old.has(key)) say(t('change.variantAdded', { variant: key, value: JSON.stringify(value) }));
    else if (!sameJson(old.get(key), value)) say(t('change.from', { part: t('change.variant', { variant: key }), from: JSON.stringify(old.get(key)), to: JSON.stringify(value) }));
    old.delete(key);
  }
  for (const key of old.keys()) say(t('change.variantRemoved', { variant: key }));
}

function sayRules(t: Translate, before: Rule[], after: Rule[], say: (sentence: string) => void): void {
  if (sameJson(before, after)) return;
  const gone = before.map((_, index) => index).filter((index) => !after.some((rule) => sameJson(rule, before[index])));
  const come = after.map((_, index) => index).filter((index) => !before.some((rule) => sameJson(rule, after[index])));
  // A rule that went and one that came at the same place, or under the same name, is one rule that changed.
  for (const index of come) {
    const rule = after[index]!;
    const pair = gone.findIndex((old) => (rule.name ? before[old]!.name === rule.name : false) || (old === index && (!rule.name || !before[old]!.name)));
    if (pair >= 0) {
      const old = before[gone[pair]!]!;
      gone.splice(pair, 1);
      say(t('change.from', { part: t('change.rule', { number: index + 1 }), from: ruleText(t, old), to: ruleText(t, rule) }));
    } else say(t('change.ruleAdded', { number: index + 1, rule: ruleText(t, rule) }));
  }
  for (const index of gone) say(t('change.ruleRemoved', { number: index + 1, rule: ruleText(t, before[index]!) }));
  const kept = (rules: Rule[], others: Rule[]) => rules.filter((rule) => others.some((other) => sameJson(rule, other)));
  if (!sameJson(kept(before, after), kept(after, before))) say(t('change.ruleOrder'));
}
