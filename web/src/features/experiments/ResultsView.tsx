import { ActionIcon, Alert, Button, Drawer, Group, SegmentedControl, Stack, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { resultsCsvAddress, useResults } from '../../api/experiments';
import type { Comparison, Experiment, MetricResult, Results } from '../../api/types';
import { dateTime, number, percent, pText, pValue, signedNumber, signedPercent } from '../../lib/format';
import { useText, type Translate } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Section } from '../../ui/Page';
import { Answer, Empty, LoadingPage } from '../../ui/states';
import { useView } from '../../ui/useView';
import { Table } from '../../ui/Table';
import { HowComputed } from './HowComputed';
import { IntervalPlot, PlotAxis, scaleOf } from './IntervalPlot';
import { directionOf, split, verdictOf, type Direction } from './verdict';

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
        <Group justify="space-between" mt="sm">
          <Text size="xs" c="dimmed">
            {t('results.asOf', { when: dateTime(results.as_of) })}
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
      <Metrics results={results} />
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
  const total = results.variants.reduce((sum, variant) => sum + variant.units, 0);
  const { p_value: p, mismatch } = results.sample_ratio;
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
            {twice > 0 ? t('health.multipleBad', { count: twice }) : t('health.multipleGood')}
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

const meanText = (metric: MetricResult, mean: number | null): string => (mean === null ? '–' : metric.type === 'proportion' ? percent(mean, 2) : number(mean, 3));

function Metrics({ results }: { results: Results }) {
  const t = useText();
  const [view, setView] = useView('difference');
  const [explained, setExplained] = useState<{ metric: MetricResult; comparison: Comparison } | null>(null);
  const relative = view !== 'absolute';
  const intervalOf = (comparison: Comparison): [number, number] | null => {
    const ends = relative ? comparison.lift_interval : comparison.confidence_interval;
    return ends ? [ends[0]!, ends[1]!] : null;
  };
  const estimateOf = (comparison: Comparison) => (relative ? comparison.lift : comparison.difference) ?? null;
  // Lifts share one axis over all metrics; absolute differences have units of their own, so each metric has its axis.
  const shared = scaleOf(results.metrics.flatMap((metric) => metric.comparisons.map(intervalOf)));
  if (results.metrics.length === 0) return <Empty icon="metric" title={t('results.noMetrics')}>{t('results.noMetricsHint')}</Empty>;
  return (
    <Section
      title={t('nav.metrics')}
      hint={t('results.method')}
      actions={
        <SegmentedControl
          size="xs"
          value={relative ? '' : 'absolute'}
          onChange={setView}
          aria-label={t('results.difference')}
          data={[
            { value: '', label: t('results.relative') },
            { value: 'absolute', label: t('results.absolute') },
          ]}
        />
      }
    >
      {results.sample_ratio.mismatch && (
        <Alert color="red" icon={<Icon name="warning" />} mb="sm" title={t('results.doNotRead')}>
          {t('results.doNotReadWhy')}
        </Alert>
      )}
      <div className="table-scroll">
        <Table className="numbers" horizontalSpacing="md" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('metrics.metric')}</Table.Th>
              <Table.Th>{t('flag.variant')}</Table.Th>
              <Table.Th className="right">{t('results.mean')}</Table.Th>
              <Table.Th className="right">{relative ? t('results.lift') : t('results.difference')}</Table.Th>
              <Table.Th miw={240}>{relative ? <PlotAxis scale={shared} write={(value) => percent(value, 0)} /> : t('results.interval')}</Table.Th>
              <Table.Th className="right">{t('results.p')}</Table.Th>
              <Table.Th>{t('results.reading')}</Table.Th>
              <Table.Th>
                <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {results.metrics.flatMap((metric) => {
              const control = metric.comparisons[0]?.control;
              const scale = relative ? shared : scaleOf(metric.comparisons.map(intervalOf));
              return metric.variants.map((variant, index) => {
                const comparison = metric.comparisons.find((one) => one.variant === variant.key);
                const direction = comparison ? directionOf(comparison) : 'none';
                const interval = comparison ? intervalOf(comparison) : null;
                const estimate = comparison ? estimateOf(comparison) : null;
                const write = relative ? signedPercent : signedNumber;
                return (
                  <Table.Tr key={`${metric.key} ${variant.key}`}>
                    {index === 0 && (
                      <Table.Th scope="rowgroup" rowSpan={metric.variants.length} className="metric-cell">
                        <span className="mono break">{metric.key}</span>
                        <Text size="xs" c="dimmed">
                          {t(`metrics.goal.${metric.goal}`)}
                        </Text>
                      </Table.Th>
                    )}
                    <Table.Td className="mono">
                      {variant.key}
                      {variant.key === control && (
                        <Text size="xs" c="dimmed">
                          {t('experiment.isControl')}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td className="right">
                      {meanText(metric, variant.mean)}
                      <Text size="xs" c="dimmed">
                        {variant.total === null ? '–' : number(variant.total, 2)} / {number(variant.units)}
                      </Text>
                    </Table.Td>
                    <Table.Td className="right">
                      {comparison && (estimate === null ? '–' : write(estimate))}
                      {interval && (
                        <Text size="xs" c="dimmed">
                          {t('results.range', { low: write(interval[0]), high: write(interval[1]) })}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>
                      {comparison && (
                        <IntervalPlot
                          scale={scale}
                          interval={interval}
                          estimate={estimate}
                          direction={direction}
                          label={interval && estimate !== null ? t('results.plot', { estimate: write(estimate), low: write(interval[0]), high: write(interval[1]) }) : t('results.noInterval')}
                        />
                      )}
                    </Table.Td>
                    <Table.Td className="right">{comparison && comparison.p_value !== null ? pValue(comparison.p_value) : comparison ? '–' : ''}</Table.Td>
                    <Table.Td>{comparison && <Reading t={t} comparison={comparison} direction={direction} />}</Table.Td>
                    <Table.Td>
                      {comparison && (
                        <Tooltip label={t('results.how')}>
                          <ActionIcon variant="subtle" color="gray" aria-label={t('results.howOf', { metric: metric.key, variant: variant.key })} onClick={() => setExplained({ metric, comparison })}>
                            <Icon name="more" />
                          </ActionIcon>
                        </Tooltip>
                      )}
                    </Table.Td>
                  </Table.Tr>
                );
              });
            })}
          </Table.Tbody>
        </Table>
      </div>
      <Drawer opened={explained !== null} onClose={() => setExplained(null)} title={t('results.how')} position="right" size="lg" closeButtonProps={{ 'aria-label': t('action.close') }}>
        {explained && <HowComputed {...explained} />}
      </Drawer>
    </Section>
  );
}

function Reading({ t, comparison, direction }: { t: Translate; comparison: Comparison; direction: Direction }) {
  if (direction === 'none')
    return (
      <Mark tone="quiet" title={comparison.reason ?? comparison.status}>
        {t(comparison.verdict === 'unhealthy' ? 'results.noVerdict' : 'results.unknown')}
      </Mark>
    );
  if (direction === 'open') return <Mark tone="quiet">{t('results.undecided')}</Mark>;
  return (
    <Mark tone={direction === 'better' ? 'good' : 'bad'} icon={(comparison.difference ?? 0) > 0 ? 'up' : 'down'}>
      {t(direction === 'better' ? 'results.isBetter' : 'results.isWorse')}
    </Mark>
  );
}
