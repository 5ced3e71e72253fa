import type { Decision, Experiment } from '../../api/types';
import type { Translate } from '../../lib/i18n';
import { keyFault } from '../../lib/keys';

type Use = NonNullable<Decision['roles']>[number];
export type Role = Use['role'];
export type Family = NonNullable<Decision['families']>[number];
export type Correction = NonNullable<Family['correction']>;

export const roles = ['primary', 'secondary', 'guardrail'] as const satisfies readonly Role[];

/** The server's defaults, for what is left out. */
export const usual = { alpha: 0.05, planned_units: 10_000, minimum_units: 100 } as const;

/** As the server counts them: against any false claim first, the stricter before the sharper; then against their share; then none. */
export const corrections = ['holm', 'bonferroni', 'hochberg', 'hommel', 'benjamini_hochberg', 'benjamini_yekutieli', 'none'] as const satisfies readonly Correction[];

/** The families of metrics in no declared one, and the rule of each. */
export const ownFamilies = { primary: 'holm', secondary: 'benjamini_hochberg', guardrail: 'none' } as const satisfies Record<Role, Correction>;
const takenNames = [...roles, 'added_later'] as const;
const mostFamilies = 20;
const isOwn = (name: string): name is (typeof takenNames)[number] => (takenNames as readonly string[]).includes(name);

/** The name of a family: a declared one as it is, the server's own in the reader's language. */
export const familyText = (t: Translate, name: string): string => (isOwn(name) ? t(`results.role.${name}`) : name);

/** The declared role of a metric; without one the first is primary and the others are secondary. */
export const roleOf = (decision: Decision, metrics: readonly string[], metric: string): Role =>
  partOf(decision, metric)?.role ?? (metric === metrics[0] && !decision.roles?.some((use) => use.role === 'primary') ? 'primary' : 'secondary');

export const partOf = (decision: Decision, metric: string): Use | undefined => decision.roles?.find((use) => use.metric === metric);

/** The family that a metric is corrected in, where one is declared. */
export const familyOf = (decision: Decision, metric: string): Family | undefined => decision.families?.find((family) => family.metrics.includes(metric));

/** Only metrics that the experiment has keep a role and a family; a family that loses its last metric goes. */
export function decisionFor(decision: Decision, metrics: readonly string[]): Decision {
  const kept = (metric: string) => metrics.includes(metric);
  return {
    ...decision,
    ...(decision.roles ? { roles: decision.roles.filter((use) => kept(use.metric)) } : {}),
    ...(decision.families
      ? { families: decision.families.map((family) => ({ ...family, metrics: family.metrics.filter(kept) })).filter((family, index) => family.metrics.length > 0 || decision.families![index]!.metrics.length === 0) }
      : {}),
  };
}

/** Another method, without what only the one before it has. */
export function decidedBy(decision: Decision, method: NonNullable<Decision['method']>): Decision {
  const { planned_end: end, ...rest } = decision;
  return { ...rest, method, ...(method === 'fixed_horizon' && end ? { planned_end: end } : {}) };
}

export const canAddFamily = (decision: Decision): boolean => (decision.families?.length ?? 0) < mostFamilies;

/** What the server would refuse, at the field it belongs to. */
export interface DecisionFaults {
  alpha?: string;
  plannedEnd?: string;
  plannedUnits?: string;
  minimumUnits?: string;
  /** By the family's place. */
  families: { name?: string; metrics?: string }[];
}

type Times = Partial<Pick<Experiment, 'start_at' | 'stop_at'>>;

export function faultsOf(t: Translate, decision: Decision, metrics: readonly string[], { start_at: start }: Times): DecisionFaults {
  const { alpha = usual.alpha, planned_end: end, planned_units: planned = usual.planned_units, minimum_units: minimum = usual.minimum_units } = decision;
  const names = decision.families?.map((family) => family.name) ?? [];
  return {
    ...(alpha > 0 && alpha <= 0.5 ? {} : { alpha: t('decide.alphaFault') }),
    ...(end && start && Date.parse(end) <= Date.parse(start) ? { plannedEnd: t('decide.plannedEndFault') } : {}),
    ...(planned >= 2 && planned <= 1e12 ? {} : { plannedUnits: t('decide.unitsFault', { least: 2, most: 1e12 }) }),
    ...(minimum >= 1 && minimum <= 1e9 ? {} : { minimumUnits: t('decide.unitsFault', { least: 1, most: 1e9 }) }),
    families: (decision.families ?? []).map((family, index) => {
      const name = isOwn(family.name) || names.indexOf(family.name) < index ? t('decide.nameTaken', { names: takenNames.join(', ') }) : keyFault(t, family.name);
      const among = family.metrics.filter((metric) => roleOf(decision, metrics, metric) === 'guardrail').length;
      const wrong = family.metrics.length === 0 ? t('decide.familyEmpty') : among > 0 && among < family.metrics.length ? t('decide.familyMixed') : null;
      return { ...(name === null ? {} : { name }), ...(wrong === null ? {} : { metrics: wrong }) };
    }),
  };
}

export const isSound = ({ families, ...own }: DecisionFaults): boolean => Object.keys(own).length === 0 && families.every((family) => Object.keys(family).length === 0);

/** Whether it is known when it decides: at any time, or at an end that is set. */
export const hasEnd = (decision: Decision, { stop_at: stop }: Times): boolean => decision.method !== 'fixed_horizon' || !!decision.planned_end || !!stop;
