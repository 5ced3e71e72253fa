import { Alert, Anchor, Button, Checkbox, Group, MultiSelect, NativeSelect, NumberInput, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useFlagExperimentPreview, useMakeFlagExperiment, type FlagExperimentWish } from '../../api/experiments';
import { Problem } from '../../api/client';
import { metrics, useFlag } from '../../api/queries';
import type { Flag, FlagExperimentPreview } from '../../api/types';
import { number, percent, share } from '../../lib/format';
import { useText, type Translate } from '../../lib/i18n';
import { keyFault } from '../../lib/keys';
import { conditionText, serveText } from '../../lib/sentences';
import { EnvironmentMark } from '../../ui/Badges';
import { Instant } from '../../ui/Instant';
import { Icon } from '../../ui/icons';
import { Page, Section } from '../../ui/Page';
import { Failed, FormProblem, LoadingPage, LoadingRows } from '../../ui/states';
import { Table } from '../../ui/Table';
import { done } from '../../ui/toast';
import { SplitBar } from './ArmFields';

/** A flag's rollout becomes an experiment: first who would get what, then, if that is right, in one step. */
export function FromFlagPage() {
  const { environment, key } = useParams() as { environment: string; key: string };
  const query = useFlag(environment, key);
  if (query.isPending) return <LoadingPage />;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return <Form environment={environment} flag={query.data.value} etag={query.data.etag} />;
}

const shareOf = (serve: unknown): 'rollout' | 'split' | null =>
  typeof serve === 'object' && serve !== null ? ('rollout' in serve ? 'rollout' : 'split' in serve ? 'split' : null) : null;

/** The parts of a flag that have two groups to compare: its rules with a rollout or a split, and the rollout of all others. */
export function placesOf(t: Translate, flag: Flag): { value: string; label: string; percent: number | null }[] {
  const rules = flag.rules.flatMap((rule, index) => {
    const kind = shareOf(rule.serve);
    const label = t('fromFlag.rule', { number: index + 1, condition: conditionText(t, rule.if), serve: serveText(t, rule.serve) });
    return kind === null ? [] : [{ value: String(index), label, percent: kind === 'rollout' ? (rule.serve as { rollout: number }).rollout : null }];
  });
  return [...rules, { value: '', label: t('fromFlag.everyone', { share: share(flag.rollout) }), percent: flag.rollout }];
}

function Form({ environment, flag, etag }: { environment: string; flag: Flag; etag: string | null }) {
  const t = useText();
  const navigate = useNavigate();
  const allMetrics = metrics.useAll(environment);
  const places = placesOf(t, flag);
  const [wish, setWish] = useState<FlagExperimentWish>({ experiment: flag.key.replace(/[._]/g, '-'), metrics: [] });
  const [place, setPlace] = useState(() => places.find((one) => one.percent === null || (one.percent > 0 && one.percent < 100))?.value ?? '');
  const [treatment, setTreatment] = useState<number | null>(null);
  const [force, setForce] = useState(false);
  const set = (change: Partial<FlagExperimentWish>) => setWish({ ...wish, ...change });
  const fault = keyFault(t, wish.experiment);
  const chosen = places.find((one) => one.value === place)!;
  const asked: FlagExperimentWish = {
    ...Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== '' && value !== undefined)),
    experiment: wish.experiment,
    ...(place === '' ? {} : { rule: place }),
    ...(treatment === null || chosen.percent === null ? {} : { treatment }),
  };
  // As text: the same wish stays the same value.
  const [settled] = useDebouncedValue(fault === null ? JSON.stringify(asked) : '', 400);
  const preview = useFlagExperimentPreview(environment, flag.key, settled === '' ? null : (JSON.parse(settled) as FlagExperimentWish));
  const make = useMakeFlagExperiment(environment, flag.key);
  const heldOut = preview.data?.held_out ?? 0;
  const submit = async () => {
    const made = await make.mutateAsync({ wish: asked, match: etag, force });
    done(t('experiment.did.launch', { experiment: made.experiment.key }));
    await navigate(`/env/${encodeURIComponent(environment)}/experiments/${encodeURIComponent(made.experiment.key)}`);
  };
  return (
    <Page title={t('fromFlag.title', { flag: flag.key })} parent={{ to: `../${encodeURIComponent(flag.key)}`, label: flag.key }} badges={<EnvironmentMark environment={environment} />} lead={t('fromFlag.lead')}>
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
                <TextInput label={t('field.key')} description={t('experiment.keyHint')} value={wish.experiment} onChange={(event) => set({ experiment: event.currentTarget.value })} error={wish.experiment === '' ? null : fault} classNames={{ input: 'mono' }} required autoComplete="off" spellCheck={false} />
                <Textarea label={t('experiment.hypothesis')} description={t('experiment.hypothesisHint')} value={wish.hypothesis ?? ''} onChange={(event) => set({ hypothesis: event.currentTarget.value })} autosize minRows={2} />
              </Stack>
            </Section>
            <Section title={t('fromFlag.which')} hint={t('fromFlag.whichHint')}>
              <Stack gap="sm">
                <NativeSelect aria-label={t('fromFlag.which')} value={place} onChange={(event) => setPlace(event.currentTarget.value)} data={places.map(({ value, label }) => ({ value, label }))} />
                {chosen.percent !== null && (
                  <NumberInput
                    label={t('fromFlag.treatment')}
                    description={t('fromFlag.treatmentHint', { share: share(chosen.percent) })}
                    value={treatment ?? chosen.percent}
                    onChange={(value) => setTreatment(typeof value === 'number' && value !== chosen.percent ? value : null)}
                    min={chosen.percent}
                    max={100}
                    decimalScale={3}
                    suffix=" %"
                    maw={200}
                  />
                )}
              </Stack>
            </Section>
            <Section title={t('experiment.measure')} hint={t('experiment.measureHint')}>
              <Stack gap="md">
                <MultiSelect label={t('nav.metrics')} value={wish.metrics ?? []} onChange={(next) => set({ metrics: next })} data={allMetrics.data?.map((metric) => metric.key) ?? []} searchable placeholder={allMetrics.data?.length === 0 ? t('experiment.noMetrics') : ''} />
                <Instant label={t('experiment.stopAt')} description={t('experiment.stopAtHint')} value={wish.stop_at} onChange={(value) => set({ stop_at: value ?? '' })} />
              </Stack>
            </Section>
          </Stack>
          <div className="aside">
            <Section title={t('fromFlag.preview')} hint={t('fromFlag.previewHint')}>
              <Stack gap="sm" aria-live="polite">
                {fault !== null ? <Text size="sm">{fault}</Text> : preview.isPending ? <LoadingRows rows={3} /> : preview.isError ? <FormProblem error={preview.error} /> : <Told preview={preview.data} />}
                {heldOut > 0 && (
                  <>
                    <Alert color="yellow" icon={<Icon name="warning" />} title={t('fromFlag.heldOut', { share: share(heldOut) })}>
                      {t('fromFlag.heldOutText')}
                    </Alert>
                    <Checkbox label={t('fromFlag.force')} checked={force} onChange={(event) => setForce(event.currentTarget.checked)} />
                  </>
                )}
                {make.error instanceof Problem && make.error.status === 412 ? (
                  <Alert color="yellow" icon={<Icon name="warning" />} role="alert">
                    {t('fromFlag.changed')}
                  </Alert>
                ) : (
                  <FormProblem error={make.error} />
                )}
                <Group gap="xs">
                  <Button type="submit" loading={make.isPending} disabled={!preview.isSuccess || preview.isPlaceholderData || fault !== null || (heldOut > 0 && !force)} leftSection={<Icon name="play" size={15} />}>
                    {t('fromFlag.do')}
                  </Button>
                  <Anchor component={Link} to={`../${encodeURIComponent(flag.key)}`} size="sm">
                    {t('action.cancel')}
                  </Anchor>
                </Group>
              </Stack>
            </Section>
          </div>
        </SimpleGrid>
      </form>
    </Page>
  );
}

function Told({ preview }: { preview: FlagExperimentPreview }) {
  const t = useText();
  const { contexts, arms, experiment } = preview;
  const name = (variant: string | null) => variant ?? t('preview.nothing');
  return (
    <>
      <SplitBar arms={experiment.variants} />
      {contexts.sampled === 0 ? (
        <Text size="sm" c="dimmed">
          {t('preview.unseen')}
        </Text>
      ) : (
        <>
          <Text size="sm">{contexts.changed === 0 ? t('fromFlag.nobodyMoves', { sampled: contexts.sampled }) : t('preview.changes', { changed: contexts.changed, sampled: contexts.sampled, share: percent(contexts.changed_share ?? 0) })}</Text>
          <div className="table-scroll">
            <Table className="numbers">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('fromFlag.today')}</Table.Th>
                  <Table.Th>{t('fromFlag.arm')}</Table.Th>
                  <Table.Th className="right">{t('fromFlag.units')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {arms.map((move) => (
                  <Table.Tr key={`${move.from} ${move.to}`}>
                    <Table.Td className="mono">{name(move.from)}</Table.Td>
                    <Table.Td className="mono">{move.to ?? t('fromFlag.noPart')}</Table.Td>
                    <Table.Td className="right">{number(move.count)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        </>
      )}
      {preview.assigned > 0 && <Text size="sm">{t('fromFlag.assigned', { count: preview.assigned })}</Text>}
    </>
  );
}
