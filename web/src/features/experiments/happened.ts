import type { AuditEntry } from '../../api/types';
import { list, pText } from '../../lib/format';
import type { Translate } from '../../lib/i18n';

const known = ['archived', 'concluded', 'created', 'deleted', 'launched', 'paused', 'resumed', 'stopped', 'updated'] as const;

/** What an entry of the audit log tells of an experiment: a word, and the facts beside it. */
export function happened(t: Translate, { kind, metadata }: Pick<AuditEntry, 'kind' | 'metadata'>): { what: string; facts: string[] } {
  const word = known.find((one) => kind === `experiment.${one}`);
  const { changed, force, reverted_to: version, winner, cause, reason, p_value: p, metric, variant, ...rest } = metadata;
  const facts: string[] = [];
  if (cause === 'sample_ratio' || cause === 'metric') facts.push(t(cause === 'metric' ? 'watch.causeMetric' : 'watch.causeRatio', { metric: said(metric), variant: said(variant) }));
  if (typeof reason === 'string') facts.push(reason);
  else if (typeof p === 'number') facts.push(pText(p));
  if (typeof winner === 'string') facts.push(t('happened.winner', { variant: winner }));
  if (Array.isArray(changed)) facts.push(t('happened.changed', { members: list(changed.map(said)) }));
  if (version !== undefined) facts.push(t('happened.reverted', { version: said(version) }));
  if (force === true) facts.push(t('happened.forced'));
  for (const [name, value] of Object.entries(rest)) if (value !== null) facts.push(`${name}: ${said(value)}`);
  return { what: word ? t(`happened.${word}`) : kind, facts };
}

const said = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
