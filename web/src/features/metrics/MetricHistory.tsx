import { useCan } from '../../api/queries';
import type { Difference, Metric } from '../../api/types';
import { number } from '../../lib/format';
import { useText, type MessageKey, type Translate } from '../../lib/i18n';
import type { Json } from '../../lib/json';
import { EnvironmentMark } from '../../ui/Badges';
import { Page } from '../../ui/Page';
import { fromTo, Removed, Revisions } from '../../ui/Revisions';

interface Named {
  environment: string;
  metric: string;
}

/** Every state that the metric has had. */
export function MetricHistory({ environment, metric, etag, mayRevert }: Named & { etag: string | null; mayRevert: boolean }) {
  return <Revisions<Metric> {...useWords(environment, metric)} etag={etag} mayRevert={mayRevert} />;
}

/** Where a metric was that has been removed. */
export function RemovedMetric({ environment, metric, error }: Named & { error: unknown }) {
  const t = useText();
  const mayWrite = useCan('metrics_write');
  return (
    <Page title={metric} parent={{ to: '..', label: t('nav.metrics') }} badges={<EnvironmentMark environment={environment} />}>
      <Removed<Metric> {...useWords(environment, metric)} error={error} mayRevert={mayWrite} />
    </Page>
  );
}

function useWords(environment: string, key: string) {
  const t = useText();
  return {
    of: { environment, noun: 'metrics' as const, key },
    effect: t('metrics.revertText'),
    say: (difference: Difference) => changeText(t, difference),
    show: (metric: Metric) => `${t(`metrics.type.${metric.type}`)}: ${metric.steps?.join(' → ') ?? metric.event}`,
  };
}

const parts: Record<string, MessageKey> = {
  type: 'metrics.type', event: 'metrics.event', denominator_event: 'metrics.denominator', window_days: 'metrics.window', delay_days: 'metrics.delay', pre_period_days: 'metrics.prePeriod',
  quantile: 'metrics.quantileAt', steps: 'metrics.steps', cap: 'metrics.cap', mature_only: 'metrics.matureOnly', goal: 'metrics.goal',
};

export function changeText(t: Translate, { member, words, before, after }: Difference): string {
  if (member === 'description') return t('change.description');
  const part = parts[member];
  return part === undefined ? words : fromTo(t, t(part), valueText(t, member, before), valueText(t, member, after));
}

function valueText(t: Translate, member: string, value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return number(value, 6);
  if (typeof value === 'boolean') return t(value ? 'history.yes' : 'history.no');
  if (Array.isArray(value)) return value.join(' → ');
  if (typeof value === 'object') {
    const [kind, limit] = typeof value['percentile'] === 'number' ? (['percentile', value['percentile']] as const) : (['value', value['value']] as const);
    return `${t(`metrics.cap.${kind}`)}: ${number(Number(limit), 6)}`;
  }
  return member === 'type' || member === 'goal' ? t(`metrics.${member}.${value}` as MessageKey) : value;
}
