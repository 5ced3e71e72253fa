import { Checkbox, Group, NativeSelect, NumberInput, Radio, Stack, TagsInput, TextInput } from '@mantine/core';
import type { Metric } from '../../api/types';
import { useText } from '../../lib/i18n';

export type Draft = Omit<Metric, 'created_at' | 'updated_at'>;
type MetricType = Draft['type'];

export const blank: Draft = {
  key: '', description: '', event: '', type: 'proportion', denominator_event: null, window_days: 7, delay_days: 0,
  quantile: null, steps: null, cap: null, pre_period_days: 14, mature_only: false, goal: 'increase',
};
const types: MetricType[] = ['proportion', 'count', 'sum', 'mean', 'ratio', 'quantile', 'retention', 'funnel'];
const capped: MetricType[] = ['count', 'sum', 'mean', 'ratio'];
const lookingBack: MetricType[] = ['proportion', 'count', 'sum', 'mean', 'ratio'];

/** What another type needs, with what the old one alone had taken away. */
export function ofType(draft: Draft, type: MetricType): Draft {
  return {
    ...draft,
    type,
    denominator_event: type === 'ratio' ? draft.denominator_event ?? '' : null,
    quantile: type === 'quantile' ? draft.quantile ?? 0.95 : null,
    steps: type === 'funnel' ? draft.steps ?? [] : null,
    cap: capped.includes(type) ? draft.cap : null,
    delay_days: type === 'retention' ? draft.delay_days || 7 : draft.delay_days,
    pre_period_days: lookingBack.includes(type) ? draft.pre_period_days : 0,
    mature_only: type === 'retention' ? true : draft.mature_only,
  };
}

export const isComplete = (draft: Draft): boolean =>
  (draft.type === 'funnel' ? (draft.steps?.length ?? 0) >= 2 : draft.event.trim() !== '') && (draft.type !== 'ratio' || !!draft.denominator_event) && (draft.type !== 'retention' || draft.delay_days > 0);

/** What counts, and how: only the fields that the type has. */
export function MetricFields({ draft, set }: { draft: Draft; set: (draft: Draft) => void }) {
  const t = useText();
  const change = (part: Partial<Draft>) => set({ ...draft, ...part });
  const days = (name: 'window_days' | 'delay_days' | 'pre_period_days', min: number, max: number) => ({
    value: draft[name],
    min,
    max,
    w: 200,
    onChange: (value: string | number) => typeof value === 'number' && change({ [name]: value }),
  });
  return (
    <>
      <Radio.Group label={t('metrics.type')} value={draft.type} onChange={(type) => set(ofType(draft, type as MetricType))}>
        <Stack gap="xs" mt="xs">
          {types.map((type) => (
            <Radio key={type} value={type} label={t(`metrics.type.${type}`)} description={t(`metrics.type.${type}.hint`)} />
          ))}
        </Stack>
      </Radio.Group>
      {draft.type === 'funnel' ? (
        <TagsInput label={t('metrics.steps')} description={t('metrics.stepsHint')} value={draft.steps ?? []} onChange={(steps) => change({ steps })} acceptValueOnBlur maxTags={10} maxDropdownHeight={0} />
      ) : (
        <TextInput label={t('metrics.event')} description={t('metrics.eventHint')} value={draft.event} onChange={(event) => change({ event: event.currentTarget.value })} classNames={{ input: 'mono' }} required />
      )}
      {draft.type === 'ratio' && (
        <TextInput label={t('metrics.denominator')} value={draft.denominator_event ?? ''} onChange={(event) => change({ denominator_event: event.currentTarget.value })} classNames={{ input: 'mono' }} required />
      )}
      {draft.type === 'quantile' && (
        <NumberInput
          label={t('metrics.quantileAt')}
          description={t('metrics.quantileHint')}
          value={draft.quantile ?? 0.95}
          min={0.001}
          max={0.999}
          step={0.05}
          w={200}
          onChange={(value) => typeof value === 'number' && change({ quantile: value })}
        />
      )}
      <Group gap="lg" align="flex-start">
        <NumberInput label={t('metrics.window')} description={t('metrics.windowHint')} {...days('window_days', 0.01, 365)} />
        <NumberInput label={t('metrics.delay')} description={t('metrics.delayHint')} {...days('delay_days', 0, 365)} />
        {lookingBack.includes(draft.type) && <NumberInput label={t('metrics.prePeriod')} description={t('metrics.prePeriodHint')} {...days('pre_period_days', 0, 90)} />}
      </Group>
      {draft.type !== 'retention' && <Checkbox label={t('metrics.matureOnly')} checked={draft.mature_only} onChange={(event) => change({ mature_only: event.currentTarget.checked })} />}
      {capped.includes(draft.type) && <Cap draft={draft} change={change} />}
      <Radio.Group label={t('metrics.goal')} value={draft.goal} onChange={(goal) => change({ goal: goal as Draft['goal'] })}>
        <Group gap="lg" mt="xs">
          <Radio value="increase" label={t('metrics.goal.increase')} />
          <Radio value="decrease" label={t('metrics.goal.decrease')} />
        </Group>
      </Radio.Group>
    </>
  );
}

function Cap({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const t = useText();
  const kind = !draft.cap ? 'none' : typeof draft.cap.percentile === 'number' ? 'percentile' : 'value';
  return (
    <Group gap="lg" align="flex-end">
      <NativeSelect
        label={t('metrics.cap')}
        description={t('metrics.capHint')}
        value={kind}
        onChange={(event) => change({ cap: event.currentTarget.value === 'none' ? null : event.currentTarget.value === 'percentile' ? { percentile: 0.999 } : { value: 100 } })}
        data={(['none', 'percentile', 'value'] as const).map((one) => ({ value: one, label: t(`metrics.cap.${one}`) }))}
      />
      {kind === 'percentile' && (
        <NumberInput label={t('metrics.capAt')} value={draft.cap?.percentile ?? 0.999} min={0.5} max={0.99999} step={0.001} w={140} onChange={(value) => typeof value === 'number' && change({ cap: { ...draft.cap, percentile: value } })} />
      )}
      {kind === 'value' && <NumberInput label={t('metrics.capAt')} value={draft.cap?.value ?? 100} w={140} onChange={(value) => typeof value === 'number' && change({ cap: { value } })} />}
    </Group>
  );
}
