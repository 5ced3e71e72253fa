import { Button, Checkbox, Group, MultiSelect, SimpleGrid, Stack, Switch, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { usePatchExperiment, type ExperimentDraft } from '../../api/experiments';
import { useKnown } from '../../api/known';
import { metrics } from '../../api/queries';
import type { Experiment } from '../../api/types';
import { dateTime, number, share } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { sameJson } from '../../lib/json';
import { conditionText } from '../../lib/sentences';
import { ConditionBuilder } from '../../ui/condition/ConditionBuilder';
import { Instant } from '../../ui/Instant';
import { Section } from '../../ui/Page';
import { ShareField } from '../../ui/ShareField';
import { FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';
import { useUnsaved } from '../../ui/Unsaved';
import { ArmFields, SplitBar } from './ArmFields';
import { decisionFor, faultsOf, isSound } from './decision';
import { DecisionFacts } from './DecisionFacts';
import { DecisionFields } from './DecisionFields';
import { LayerFields } from './LayerFields';

const editable = ['description', 'hypothesis', 'metrics', 'traffic', 'variants', 'control', 'if', 'decision', 'start_at', 'stop_at', 'sensitive', 'layer', 'enrolment_closed'] as const;
type Editable = Pick<ExperimentDraft, (typeof editable)[number]>;

/** What the experiment is. A draft can be changed freely; once units are in it, only what moves nobody. */
export function ExperimentSetup({ environment, experiment, etag, mayWrite }: { environment: string; experiment: Experiment; etag: string | null; mayWrite: boolean }) {
  const t = useText();
  const patch = usePatchExperiment(environment, experiment.key);
  const allMetrics = metrics.useAll(environment);
  const known = useKnown(environment);
  const [draft, setDraft] = useState<Editable>(experiment);
  const set = (change: Partial<Editable>) => setDraft({ ...draft, ...change });
  const changed = editable.filter((name) => !sameJson(draft[name] ?? null, experiment[name] ?? null));
  const isDraft = experiment.status === 'draft';
  const isOver = experiment.status === 'stopped' || experiment.status === 'archived';
  const faults = faultsOf(t, draft.decision!, draft.metrics, draft);
  const unsaved = useUnsaved(changed.length > 0);
  const submit = async () => {
    await patch.mutateAsync({ body: Object.fromEntries(changed.map((name) => [name, draft[name]])), match: etag });
    unsaved.release();
    done(t('experiment.saved', { experiment: experiment.key }));
  };
  const facts: [string, string][] = [
    [t('experiment.unit'), experiment.unit],
    [t('experiment.assignment'), t(`assignment.${experiment.assignment}`)],
    [t('experiment.algorithm'), experiment.algorithm],
    [t('experiment.salt'), experiment.salt ?? experiment.key],
    ...(isDraft ? [] : ([[t('layers.layer'), experiment.layer ? `${experiment.layer.key}, ${t('layers.range', { from: number(experiment.layer.from), to: number(experiment.layer.to) })}` : '–'], [t('consent.title'), t(experiment.sensitive ? 'consent.sensitive' : 'consent.notNeeded')]] as [string, string][])),
    [t('experiment.startedAt'), experiment.started_at ? dateTime(experiment.started_at) : experiment.start_at ? dateTime(experiment.start_at) : '–'],
    [t('experiment.stopAt'), experiment.stopped_at ? dateTime(experiment.stopped_at) : experiment.stop_at ? dateTime(experiment.stop_at) : '–'],
  ];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit().catch(() => undefined);
      }}
    >
      <fieldset disabled={!mayWrite} className="bare">
        <Stack gap="md">
          <Section title={t('experiment.facts')}>
            <dl className="facts">
              {facts.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </Section>
          <Section title={t('experiments.variants')} hint={isDraft ? t('experiment.variantsHint') : t('experiment.fixed')}>
            {isDraft ? (
              <ArmFields arms={draft.variants} control={draft.control ?? draft.variants[0]!.key} onChange={(variants, control) => set({ variants, control })} />
            ) : (
              <SplitBar arms={experiment.variants} />
            )}
          </Section>
          <Section title={t('experiment.who')}>
            <Stack gap="md">
              {isDraft ? (
                <ConditionBuilder label={t('experiment.who')} value={draft.if ?? null} onChange={(condition) => set({ if: condition })} known={known} />
              ) : (
                <Text size="sm">{conditionText(t, experiment.if)}</Text>
              )}
              {isOver ? (
                <Text size="sm">
                  {t('experiment.traffic')}: {share(experiment.traffic)}
                </Text>
              ) : (
                <ShareField label={t('experiment.traffic')} value={draft.traffic} onChange={(traffic) => set({ traffic })} hint={isDraft ? t('experiment.trafficHint') : t('experiment.trafficUp')} />
              )}
            </Stack>
          </Section>
          {!isOver && (
            <Section title={t('experiment.when')} hint={t('experiment.whenHint')}>
              <Stack gap="md">
                <SimpleGrid cols={{ base: 1, sm: 2 }}>
                  {isDraft && <Instant label={t('experiment.startAt')} description={t('experiment.startAtHint')} value={draft.start_at} onChange={(value) => set({ start_at: value })} />}
                  <Instant label={t('experiment.stopAt')} description={t('experiment.stopAtHint')} value={draft.stop_at} onChange={(value) => set({ stop_at: value })} />
                </SimpleGrid>
                {!isDraft && (
                  <Switch label={t('experiment.closed')} description={t('experiment.closedHint')} checked={draft.enrolment_closed ?? false} onChange={(event) => set({ enrolment_closed: event.currentTarget.checked })} />
                )}
              </Stack>
            </Section>
          )}
          {isDraft && (
            <Section title={t('experiment.care')}>
              <Stack gap="md">
                <Checkbox label={t('experiment.sensitive')} description={t('experiment.sensitiveHint')} checked={draft.sensitive ?? false} onChange={(event) => set({ sensitive: event.currentTarget.checked })} />
                <LayerFields layer={draft.layer ?? null} onChange={(layer) => set({ layer })} />
              </Stack>
            </Section>
          )}
          <Section title={t('experiment.measure')}>
            <Stack gap="sm">
              <Textarea label={t('field.description')} value={draft.description} onChange={(event) => set({ description: event.currentTarget.value })} autosize minRows={1} />
              <Textarea label={t('experiment.hypothesis')} value={draft.hypothesis ?? ''} onChange={(event) => set({ hypothesis: event.currentTarget.value })} autosize minRows={2} />
              <MultiSelect
                label={t('nav.metrics')}
                value={draft.metrics}
                onChange={(chosen) => set({ metrics: chosen, ...(isDraft ? { decision: decisionFor(draft.decision!, chosen) } : {}) })}
                data={[...new Set([...(allMetrics.data?.map((metric) => metric.key) ?? []), ...draft.metrics])]}
                searchable
              />
            </Stack>
          </Section>
          <Section title={t('decide.title')} hint={t('decide.hint')}>
            {isDraft ? (
              <DecisionFields decision={draft.decision!} metrics={draft.metrics} faults={faults} onChange={(decision) => set({ decision })} />
            ) : (
              <DecisionFacts experiment={experiment} />
            )}
          </Section>
          <FormProblem error={patch.error} />
          {changed.length > 0 && (
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setDraft(experiment)}>
                {t('action.discard')}
              </Button>
              <Button type="submit" loading={patch.isPending} disabled={isDraft && !isSound(faults)}>
                {t('action.save')}
              </Button>
            </Group>
          )}
        </Stack>
      </fieldset>
      {unsaved.dialog}
    </form>
  );
}
