import { Button, Checkbox, Group, MultiSelect, Radio, SimpleGrid, Stack, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useCreateExperiment, type ExperimentDraft } from '../../api/experiments';
import { useKnown } from '../../api/known';
import { metrics } from '../../api/queries';
import { useText } from '../../lib/i18n';
import { keyFault } from '../../lib/keys';
import { EnvironmentMark, Mark } from '../../ui/Badges';
import { ConditionBuilder } from '../../ui/condition/ConditionBuilder';
import { Page, Section } from '../../ui/Page';
import { ShareField } from '../../ui/ShareField';
import { FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';
import { useUnsaved } from '../../ui/Unsaved';
import { Instant } from '../../ui/Instant';
import { ArmFields } from './ArmFields';
import { decisionFor, faultsOf, hasEnd, isSound } from './decision';
import { DecisionFields } from './DecisionFields';
import { LayerFields } from './LayerFields';
import { PlanPanel } from './PlanPanel';

const blank: ExperimentDraft = {
  key: '',
  description: '',
  hypothesis: '',
  unit: 'user',
  assignment: 'deterministic',
  variants: [
    { key: 'control', weight: 1 },
    { key: 'treatment', weight: 1 },
  ],
  control: 'control',
  traffic: 100,
  if: null,
  metrics: [],
  decision: { method: 'always_valid' },
  sensitive: false,
};

/** Everything an experiment needs on one page, with a checklist that checks itself. */
export function NewExperimentPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const navigate = useNavigate();
  const create = useCreateExperiment(environment);
  const allMetrics = metrics.useAll(environment);
  const known = useKnown(environment);
  const [draft, setDraft] = useState(blank);
  const set = (change: Partial<ExperimentDraft>) => setDraft({ ...draft, ...change });
  const unsaved = useUnsaved(draft !== blank);
  const fault = keyFault(t, draft.key);
  const armsFine = draft.variants.every((arm, index) => keyFault(t, arm.key) === null && draft.variants.findIndex((other) => other.key === arm.key) === index) && draft.variants.some((arm) => arm.weight > 0);
  const faults = faultsOf(t, draft.decision!, draft.metrics, draft);
  const checks: [boolean, string][] = [
    [fault === null, t('check.key')],
    [!!draft.hypothesis?.trim(), t('check.hypothesis')],
    [armsFine, t('check.variants')],
    [draft.metrics.length > 0, t('check.metrics')],
    [isSound(faults), t('check.decision')],
    [hasEnd(draft.decision!, draft), t('check.end')],
  ];
  const submit = async () => {
    const body = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== null && value !== '')) as ExperimentDraft;
    const made = await create.mutateAsync(body);
    unsaved.release();
    done(t('experiment.created', { experiment: made.key }));
    await navigate(`../${encodeURIComponent(made.key)}`);
  };
  return (
    <Page title={t('experiments.create')} parent={{ to: '..', label: t('nav.experiments') }} badges={<EnvironmentMark environment={environment} />}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit().catch(() => undefined);
        }}
      >
        <SimpleGrid cols={{ base: 1, lg: 2 }} className="editor-grid">
          <Stack gap="md">
            <Section title={t('experiment.what')}>
              <Stack gap="sm">
                <TextInput
                  label={t('field.key')}
                  description={t('experiment.keyHint')}
                  value={draft.key}
                  onChange={(event) => set({ key: event.currentTarget.value })}
                  error={draft.key === '' ? null : fault}
                  classNames={{ input: 'mono' }}
                  required
                  autoFocus
                  autoComplete="off"
                  spellCheck={false}
                />
                <Textarea label={t('field.description')} value={draft.description} onChange={(event) => set({ description: event.currentTarget.value })} autosize minRows={1} />
                <Textarea
                  label={t('experiment.hypothesis')}
                  description={t('experiment.hypothesisHint')}
                  value={draft.hypothesis ?? ''}
                  onChange={(event) => set({ hypothesis: event.currentTarget.value })}
                  autosize
                  minRows={2}
                />
              </Stack>
            </Section>
            <Section title={t('experiments.variants')} hint={t('experiment.variantsHint')}>
              <ArmFields arms={draft.variants} control={draft.control ?? ''} onChange={(variants, control) => set({ variants, control })} />
            </Section>
            <Section title={t('experiment.who')} hint={t('experiment.whoHint')}>
              <Stack gap="md">
                <ConditionBuilder label={t('experiment.who')} value={draft.if ?? null} onChange={(condition) => set({ if: condition })} known={known} />
                <ShareField label={t('experiment.traffic')} value={draft.traffic} onChange={(traffic) => set({ traffic })} hint={t('experiment.trafficHint')} />
              </Stack>
            </Section>
            <Section title={t('experiment.how')}>
              <Stack gap="md">
                <TextInput label={t('experiment.unit')} description={t('experiment.unitHint')} value={draft.unit} onChange={(event) => set({ unit: event.currentTarget.value })} list="units" />
                <datalist id="units">
                  <option value="user" />
                  <option value="team" />
                  <option value="visitor" />
                </datalist>
                <Radio.Group label={t('experiment.assignment')} value={draft.assignment} onChange={(assignment) => set({ assignment: assignment as ExperimentDraft['assignment'] })}>
                  <Stack gap="xs" mt="xs">
                    <Radio value="deterministic" label={t('assignment.deterministic')} description={t('assignment.deterministicHint')} />
                    <Radio value="random" label={t('assignment.random')} description={t('assignment.randomHint')} />
                  </Stack>
                </Radio.Group>
                <Checkbox label={t('experiment.sensitive')} description={t('experiment.sensitiveHint')} checked={draft.sensitive ?? false} onChange={(event) => set({ sensitive: event.currentTarget.checked })} />
                <LayerFields layer={draft.layer ?? null} onChange={(layer) => set({ layer })} />
              </Stack>
            </Section>
            <Section title={t('experiment.measure')} hint={t('experiment.measureHint')}>
              <Stack gap="md">
                <MultiSelect
                  label={t('nav.metrics')}
                  value={draft.metrics}
                  onChange={(chosen) => set({ metrics: chosen, decision: decisionFor(draft.decision!, chosen) })}
                  data={allMetrics.data?.map((metric) => metric.key) ?? []}
                  searchable
                  placeholder={allMetrics.data?.length === 0 ? t('experiment.noMetrics') : ''}
                />
                <SimpleGrid cols={{ base: 1, sm: 2 }}>
                  <Instant label={t('experiment.startAt')} description={t('experiment.startAtHint')} value={draft.start_at} onChange={(value) => set({ start_at: value })} />
                  <Instant label={t('experiment.stopAt')} description={t('experiment.stopAtHint')} value={draft.stop_at} onChange={(value) => set({ stop_at: value })} />
                </SimpleGrid>
              </Stack>
            </Section>
            <Section title={t('decide.title')} hint={t('decide.hint')}>
              <DecisionFields decision={draft.decision!} metrics={draft.metrics} faults={faults} onChange={(decision) => set({ decision })} />
            </Section>
          </Stack>
          <Stack gap="md" className="aside">
            <Section title={t('check.title')}>
              <Stack gap={8} className="checklist">
                {checks.map(([fine, label]) => (
                  <div key={label}>
                    <Mark tone={fine ? 'good' : 'quiet'} {...(fine ? { icon: 'check' as const } : {})}>
                      {label}
                    </Mark>
                  </div>
                ))}
                <FormProblem error={create.error} />
                <Group mt="sm">
                  <Button type="submit" loading={create.isPending} disabled={fault !== null || !armsFine || !isSound(faults)}>
                    {t('experiment.saveDraft')}
                  </Button>
                </Group>
              </Stack>
            </Section>
            <PlanPanel environment={environment} metric={draft.metrics[0]} variants={draft.variants.length} traffic={draft.traffic} unit={draft.unit} />
          </Stack>
        </SimpleGrid>
      </form>
      {unsaved.dialog}
    </Page>
  );
}
