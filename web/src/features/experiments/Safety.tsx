import { Button, Checkbox, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useConsentCount, useGuardrail, useSetGuardrail, type GuardrailPolicy } from '../../api/safety';
import type { Experiment, Guardrail } from '../../api/types';
import { number, percent } from '../../lib/format';
import { plural, useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Section } from '../../ui/Page';
import { RampPanel } from '../../ui/ramp/RampPanel';
import { Answer, FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';
import { roleOf } from './decision';
import { Tripped } from './Tripped';

/** What keeps the experiment from hurting someone: what pauses it, how its traffic grows, and who has agreed. */
export function Safety({ environment, experiment, mayWrite, mayRelease }: { environment: string; experiment: Experiment; mayWrite: boolean; mayRelease: boolean }) {
  const isOver = experiment.status === 'stopped' || experiment.status === 'archived';
  return (
    <Stack gap="md">
      <Watch environment={environment} experiment={experiment} mayWrite={mayWrite} />
      <RampPanel of={{ environment, kind: 'experiment', key: experiment.key }} current={experiment.traffic} mayWrite={mayRelease} open={!isOver} />
      <Consent environment={environment} experiment={experiment} />
    </Stack>
  );
}

function Watch({ environment, experiment, mayWrite }: { environment: string; experiment: Experiment; mayWrite: boolean }) {
  const t = useText();
  const query = useGuardrail(environment, experiment.key);
  return (
    <Section title={t('watch.title')} hint={t('watch.hint')}>
      <Answer query={query}>{() => <WatchForm key={query.data?.etag} environment={environment} experiment={experiment} guardrail={query.data?.value ?? null} etag={query.data?.etag ?? null} mayWrite={mayWrite} />}</Answer>
    </Section>
  );
}

const usual: GuardrailPolicy = { metrics: true, sample_ratio: true, minimum_units: 100 };

function WatchForm({ environment, experiment, guardrail, etag, mayWrite }: { environment: string; experiment: Experiment; guardrail: Guardrail | null; etag: string | null; mayWrite: boolean }) {
  const t = useText();
  const set = useSetGuardrail(environment, experiment.key);
  const [policy, setPolicy] = useState<GuardrailPolicy>(guardrail ? { metrics: guardrail.metrics, sample_ratio: guardrail.sample_ratio, minimum_units: guardrail.minimum_units } : usual);
  const guards = experiment.metrics.filter((metric) => roleOf(experiment.decision, experiment.metrics, metric) === 'guardrail');
  const changed = guardrail !== null && (policy.metrics !== guardrail.metrics || policy.sample_ratio !== guardrail.sample_ratio || policy.minimum_units !== guardrail.minimum_units);
  const save = async (next: GuardrailPolicy | null) => {
    await set.mutateAsync({ policy: next, match: etag });
    done(t(next ? 'watch.on' : 'watch.off', { experiment: experiment.key }));
  };
  const tripped = guardrail?.tripped;
  return (
    <Stack gap="md">
      <Group gap="sm">
        {guardrail === null ? (
          <Mark tone="quiet">{t('watch.isOff')}</Mark>
        ) : guardrail.armed ? (
          <Mark tone="good" icon="shield">
            {t('watch.isOn')}
          </Mark>
        ) : (
          <Mark tone="bad" icon="pause">
            {t('watch.hasPaused')}
          </Mark>
        )}
      </Group>
      {tripped && experiment.status !== 'paused' && <Tripped tripped={tripped} />}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save(policy).catch(() => undefined);
        }}
      >
        <fieldset disabled={!mayWrite} className="bare">
          <Stack gap="sm">
            <Checkbox
              label={t('watch.metrics')}
              description={guards.length > 0 ? t('watch.metricsOf', { metrics: guards.join(', ') }) : t('watch.metricsNone')}
              checked={policy.metrics}
              onChange={(event) => setPolicy({ ...policy, metrics: event.currentTarget.checked })}
            />
            <Checkbox label={t('watch.ratio')} description={t('watch.ratioHint')} checked={policy.sample_ratio} onChange={(event) => setPolicy({ ...policy, sample_ratio: event.currentTarget.checked })} />
            <NumberInput
              label={t('watch.minimum')}
              description={t('watch.minimumHint')}
              value={policy.minimum_units}
              onChange={(value) => typeof value === 'number' && setPolicy({ ...policy, minimum_units: value })}
              min={10}
              max={1e9}
              allowDecimal={false}
              maw={280}
            />
            <FormProblem error={set.error} />
            {mayWrite && (
              <Group gap="xs">
                {(guardrail === null || !guardrail.armed || changed) && (
                  <Button type="submit" loading={set.isPending} leftSection={<Icon name="shield" size={15} />}>
                    {t(guardrail === null ? 'watch.start' : guardrail.armed ? 'action.save' : 'watch.again')}
                  </Button>
                )}
                {guardrail !== null && (
                  <Button variant="default" loading={set.isPending} onClick={() => void save(null).catch(() => undefined)}>
                    {t('watch.stop')}
                  </Button>
                )}
              </Group>
            )}
          </Stack>
        </fieldset>
      </form>
    </Stack>
  );
}

function Consent({ environment, experiment }: { environment: string; experiment: Experiment }) {
  const t = useText();
  const asked = experiment.sensitive && experiment.status === 'running';
  const query = useConsentCount(environment, experiment.key, asked);
  return (
    <Section title={t('consent.title')} hint={t('consent.hint')}>
      {!experiment.sensitive ? (
        <Text size="sm">{t('consent.notSensitive')}</Text>
      ) : (
        <Stack gap="sm">
          <div>
            <Mark tone="info" icon="shield">
              {t('consent.sensitive')}
            </Mark>
          </div>
          {!asked ? (
            <Text size="sm">{t('consent.whenRunning')}</Text>
          ) : (
            <Answer query={query}>
              {() => {
                const { sampled, without_consent: without, units_without_consent: units } = query.data!;
                if (sampled === 0) return <Text size="sm">{t('consent.nobodySeen')}</Text>;
                return (
                  <>
                    <div className="share-bar" aria-hidden="true">
                      <span style={{ width: `${((sampled - without) / sampled) * 100}%` }} />
                    </div>
                    <Text size="sm">{t('consent.share', { without: number(without), sampled: number(sampled), share: percent(without / sampled) })}</Text>
                    <Text size="sm" c="dimmed">
                      {plural(t, 'consent.units', units, { count: number(units) })}
                    </Text>
                  </>
                );
              }}
            </Answer>
          )}
        </Stack>
      )}
    </Section>
  );
}
