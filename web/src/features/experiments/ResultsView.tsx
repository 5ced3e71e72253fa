import { Button, Group, Stack, Text } from '@mantine/core';
import { resultsCsvAddress, useResults } from '../../api/experiments';
import type { Experiment, Results } from '../../api/types';
import { dateTime, number, percent, pText } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Section } from '../../ui/Page';
import { Answer, Empty, LoadingPage } from '../../ui/states';
import { Table } from '../../ui/Table';
import { MetricsTable } from './MetricsTable';
import { OverTime } from './OverTime';
import { Slices } from './Slices';
import { methodText, split, units, verdictOf } from './verdict';

/** The result, from one sentence down to every number. The server computes; this only shows. */
export function ResultsView({ environment, experiment }: { environment: string; experiment: Experiment }) {
  const t = useText();
  const query = useResults(environment, experiment.key, experiment.status !== 'draft');
  if (experiment.status === 'draft') return <Empty icon="experiment" title={t('results.notStarted')}>{t('results.notStartedHint')}</Empty>;
  return (
    <Answer query={query} loading={<LoadingPage />}>
      {() => <Shown environment={environment} experiment={experiment} results={query.data!} refresh={() => void query.refetch()} busy={query.isFetching} />}
    </Answer>
  );
}

function Shown({ environment, experiment, results, refresh, busy }: { environment: string; experiment: Experiment; results: Results; refresh: () => void; busy: boolean }) {
  const t = useText();
  const verdict = verdictOf(t, results, experiment);
  return (
    <Stack gap="md">
      <section className={`card verdict verdict-${verdict.tone}`} aria-label={t('results.verdict')}>
        <h2>{verdict.sentence}</h2>
        <ul className="plain-list">
          {verdict.facts.map((fact) => (
            <li key={fact}>
              <Text size="sm" span>
                {fact}
              </Text>
            </li>
          ))}
        </ul>
        {results.facts.length > 0 && (
          <details className="reasons">
            <summary>{t('results.allReasons')}</summary>
            <ul className="plain-list" lang="en">
              {results.facts.map((fact) => (
                <li key={fact.code + fact.text}>
                  <Text size="sm" span>
                    {fact.text}
                  </Text>
                </li>
              ))}
            </ul>
          </details>
        )}
        <Group justify="space-between" mt="sm">
          <Text size="xs" c="dimmed">
            {t('results.asOf', { when: dateTime(results.as_of) })} · {methodText(t, results.decision)}
          </Text>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" leftSection={<Icon name="refresh" size={14} />} loading={busy} onClick={refresh}>
              {t('results.refresh')}
            </Button>
            <Button size="compact-sm" variant="default" component="a" href={resultsCsvAddress(environment, experiment.key)} download={`${experiment.key}.csv`} leftSection={<Icon name="download" size={14} />}>
              {'CSV'}
            </Button>
            <Button size="compact-sm" variant="default" leftSection={<Icon name="download" size={14} />} onClick={() => saveJson(results)}>
              {'JSON'}
            </Button>
          </Group>
        </Group>
      </section>
      <Health results={results} />
      <Units results={results} />
      <MetricsTable environment={environment} results={results} />
      <OverTime environment={environment} results={results} />
      <Slices environment={environment} results={results} />
    </Stack>
  );
}

function saveJson(results: Results): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(results, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${results.experiment}.json`;
  link.click();
  URL.revokeObjectURL(address);
}

function Health({ results }: { results: Results }) {
  const t = useText();
  const total = units(results);
  const { always_valid_p_value: p, mismatch } = results.sample_ratio;
  const twice = results.multiply_exposed;
  return (
    <Section title={t('health.title')}>
      <div className="checks">
        <div className="check">
          <Mark tone={mismatch ? 'bad' : p === null ? 'quiet' : 'good'} {...(mismatch ? { icon: 'warning' as const } : p === null ? {} : { icon: 'check' as const })}>
            {t('health.ratio')}
          </Mark>
          <Text size="sm" mt={6}>
            {p === null ? t('health.ratioUnknown') : t(mismatch ? 'health.ratioBad' : 'health.ratioGood', { p: pText(p) })}
          </Text>
          {mismatch && (
            <Text size="sm" mt={6}>
              {split(results)
                .map((one) => t('health.share', one))
                .join('; ')}
              . {t('health.causes')}
            </Text>
          )}
        </div>
        <div className="check">
          <Mark tone={twice > 0 ? 'warn' : 'good'} icon={twice > 0 ? 'warning' : 'check'}>
            {t('health.multiple')}
          </Mark>
          <Text size="sm" mt={6}>
            {twice > 0 ? t('health.multipleShare', { count: twice, share: percent(twice / Math.max(1, total + twice), 2) }) : t('health.multipleGood')}
          </Text>
        </div>
        {results.unknown_variants > 0 && (
          <div className="check">
            <Mark tone="warn" icon="warning">
              {t('health.unknown')}
            </Mark>
            <Text size="sm" mt={6}>
              {t('health.unknownBad', { count: results.unknown_variants })}
            </Text>
          </div>
        )}
        <div className="check">
          <Mark tone={total > 0 ? 'good' : 'warn'} icon={total > 0 ? 'check' : 'warning'}>
            {t('health.exposures')}
          </Mark>
          <Text size="sm" mt={6}>
            {total > 0 ? t('health.exposuresGood', { count: total }) : t('health.exposuresBad')}
          </Text>
        </div>
        {results.metrics.map((metric) => {
          const open = metric.variants.reduce((sum, variant) => sum + variant.immature, 0);
          return open > 0 ? (
            <div className="check" key={`open ${metric.key}`}>
              <Mark tone="info">{t('health.immature')}</Mark>
              <Text size="sm" mt={6}>
                {t('health.immatureText', { count: open, metric: metric.key })}
              </Text>
            </div>
          ) : null;
        })}
        {results.metrics.map((metric) => {
          const events = metric.variants.reduce((sum, variant) => sum + (variant.total ?? 0), 0);
          return events === 0 ? (
            <div className="check" key={metric.key}>
              <Mark tone="warn" icon="warning">
                {metric.key}
              </Mark>
              <Text size="sm" mt={6}>
                {t('health.noEvents')}
              </Text>
            </div>
          ) : null;
        })}
      </div>
    </Section>
  );
}

function Units({ results }: { results: Results }) {
  const t = useText();
  const shares = split(results);
  return (
    <Section title={t('results.units')}>
      <div className="table-scroll">
        <Table className="numbers" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('flag.variant')}</Table.Th>
              <Table.Th className="right">{t('results.assignments')}</Table.Th>
              <Table.Th className="right">{t('results.exposures')}</Table.Th>
              <Table.Th className="right">{t('results.unitsCounted')}</Table.Th>
              <Table.Th className="right">{t('results.observed')}</Table.Th>
              <Table.Th className="right">{t('results.expected')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {results.variants.map((variant, index) => (
              <Table.Tr key={variant.key}>
                <Table.Th scope="row" className="mono">
                  {variant.key}
                </Table.Th>
                <Table.Td className="right">{number(variant.assignments)}</Table.Td>
                <Table.Td className="right">{number(variant.exposures)}</Table.Td>
                <Table.Td className="right">{number(variant.units)}</Table.Td>
                <Table.Td className="right">{shares[index]!.observed}</Table.Td>
                <Table.Td className="right">{shares[index]!.expected}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Section>
  );
}
