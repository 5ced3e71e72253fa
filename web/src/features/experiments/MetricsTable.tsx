import { ActionIcon, Alert, Drawer, SegmentedControl, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { Comparison, MetricResult, Results } from '../../api/types';
import { number, percent, pText, pValue, signedNumber, signedPercent } from '../../lib/format';
import { useText, type Translate } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Section } from '../../ui/Page';
import { Empty } from '../../ui/states';
import { Table } from '../../ui/Table';
import { useView } from '../../ui/useView';
import { HowComputed } from './HowComputed';
import { IntervalPlot, PlotAxis, scaleOf, type Scale } from './IntervalPlot';
import { directionOf, pOf, shownOf, type Direction, type View } from './verdict';

type Open = { metric: MetricResult; comparison: Comparison };
const rates = ['proportion', 'retention', 'funnel'];

/** One row for each metric and variant, intervals on one axis, by the declared method. Only with an environment can the server be asked how a number came to be. */
export function MetricsTable({ environment, results }: { environment?: string; results: Results }) {
  const t = useText();
  const [chosen, setChosen] = useView('difference');
  const [open, setOpen] = useState<Open | null>(null);
  const view: View = chosen === 'absolute' || chosen === 'scaled' ? chosen : 'relative';
  // Lifts share one axis over all metrics; differences have units of their own, so each metric has its scale, and all have their zero in the middle.
  const shared = scaleOf(results.metrics.flatMap((metric) => metric.comparisons.map((one) => shownOf(one, 'relative').interval)));
  if (results.metrics.length === 0) return <Empty icon="metric" title={t('results.noMetrics')}>{t('results.noMetricsHint')}</Empty>;
  return (
    <Section
      title={t('nav.metrics')}
      hint={t(view === 'scaled' ? 'results.scaledHint' : 'results.method')}
      actions={
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(next) => setChosen(next === 'relative' ? '' : next)}
          aria-label={t('results.difference')}
          data={(['relative', 'absolute', 'scaled'] as const).map((value) => ({ value, label: t(`results.${value}`) }))}
        />
      }
    >
      {results.sample_ratio.mismatch && (
        <Alert color="red" icon={<Icon name="warning" />} mb="sm" title={t('results.doNotRead')}>
          {t('results.doNotReadWhy')}
        </Alert>
      )}
      <div className="table-scroll">
        <Table className="numbers tight" horizontalSpacing={8} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('metrics.metric')}</Table.Th>
              <Table.Th>{t('flag.variant')}</Table.Th>
              <Table.Th className="right">{t('results.mean')}</Table.Th>
              <Table.Th className="right">{t(view === 'relative' ? 'results.lift' : 'results.difference')}</Table.Th>
              <Table.Th miw={150}>
                {view === 'relative' ? <PlotAxis scale={shared} write={(value) => percent(value, 0)} /> : <VisuallyHidden>{t('results.difference')}</VisuallyHidden>}
              </Table.Th>
              <Table.Th className="right">{t('results.p')}</Table.Th>
              <Table.Th>{t('results.reading')}</Table.Th>
              {environment && (
                <Table.Th>
                  <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
                </Table.Th>
              )}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {results.metrics.map((metric) => (
              <MetricRows key={metric.key} metric={metric} view={view} scale={view === 'relative' ? shared : scaleOf(metric.comparisons.map((one) => shownOf(one, view).interval), true)} explain={environment ? setOpen : null} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Drawer opened={open !== null} onClose={() => setOpen(null)} title={t('results.how')} position="right" size="lg" closeButtonProps={{ 'aria-label': t('action.close') }}>
        {open && environment && <HowComputed environment={environment} experiment={results.experiment} {...open} />}
      </Drawer>
    </Section>
  );
}

type Explain = ((open: Open) => void) | null;

function MetricRows({ metric, view, scale, explain }: { metric: MetricResult; view: View; scale: Scale; explain: Explain }) {
  const t = useText();
  const control = metric.comparisons[0]?.control;
  return metric.variants.map((variant, index) => {
    const comparison = metric.comparisons.find((one) => one.variant === variant.key);
    return (
      <Table.Tr key={variant.key}>
        {index === 0 && <MetricCell metric={metric} />}
        <Table.Td className="mono">
          {variant.key}
          {variant.key === control && (
            <Text size="xs" c="dimmed">
              {t('experiment.isControl')}
            </Text>
          )}
        </Table.Td>
        <Table.Td className="right">
          {variant.mean === null ? '–' : rates.includes(metric.type) ? percent(variant.mean, 2) : number(variant.mean, 3)}
          <Text size="xs" c="dimmed">
            {variant.total === null ? '–' : number(variant.total, 2)} / {number(variant.units)}
          </Text>
        </Table.Td>
        {comparison ? <ComparisonCells metric={metric} comparison={comparison} view={view} scale={scale} explain={explain} /> : <Table.Td colSpan={explain ? 5 : 4} />}
      </Table.Tr>
    );
  });
}

function MetricCell({ metric }: { metric: MetricResult }) {
  const t = useText();
  const cuped = metric.comparisons.find((one) => one.decided?.cuped)?.decided?.cuped;
  return (
    <Table.Th scope="rowgroup" rowSpan={metric.variants.length} className="metric-cell">
      <span className="mono break">{metric.key}</span>
      <Text size="xs" c="dimmed">
        {t(`results.role.${metric.role}`)} · {t(`metrics.goal.${metric.goal}`)}
      </Text>
      {cuped && (
        <div>
          <Mark tone="info" title={t('results.cupedHint')}>
            {t('results.cuped', { share: percent(cuped.variance_reduction, 0) })}
          </Mark>
        </div>
      )}
      {typeof metric.cap === 'number' && (
        <Text size="xs" c="dimmed">
          {t('results.capped', { cap: number(metric.cap, 4) })}
        </Text>
      )}
    </Table.Th>
  );
}

function ComparisonCells({ metric, comparison, view, scale, explain }: Open & { view: View; scale: Scale; explain: Explain }) {
  const t = useText();
  const direction = directionOf(comparison);
  const { estimate, interval } = shownOf(comparison, view);
  const write = view === 'relative' ? signedPercent : signedNumber;
  const p = pOf(comparison);
  const { decided } = comparison;
  const corrected = typeof decided?.adjusted_p_value === 'number' && decided.adjusted_p_value !== decided.p_value;
  const beside = comparison.z_test ?? comparison.welch;
  return (
    <>
      <Table.Td className="right">
        {estimate === null ? '–' : write(estimate)}
        {interval && (
          <Text size="xs" c="dimmed">
            {t('results.range', { low: write(interval[0]), high: write(interval[1]) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <IntervalPlot
          scale={scale}
          interval={interval}
          estimate={estimate}
          direction={direction}
          label={interval && estimate !== null ? t('results.plot', { estimate: write(estimate), low: write(interval[0]), high: write(interval[1]) }) : t('results.noInterval')}
        />
      </Table.Td>
      <Table.Td className="right">
        {p === null ? '–' : pValue(p)}
        {corrected && (
          <Text size="xs" c="dimmed">
            {t('results.adjusted')}
          </Text>
        )}
        {beside && (
          <Text size="xs" c="dimmed">
            {t('results.zBeside', { p: pText(beside.p_value) })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Reading t={t} comparison={comparison} direction={direction} />
        {comparison.non_inferiority?.shown && (
          <Text size="xs" c="dimmed" mt={4}>
            {t('results.nonInferior')}
          </Text>
        )}
      </Table.Td>
      {explain && (
        <Table.Td>
          <Tooltip label={t('results.how')}>
            <ActionIcon variant="subtle" color="gray" aria-label={t('results.howOf', { metric: metric.key, variant: comparison.variant })} onClick={() => explain({ metric, comparison })}>
              <Icon name="more" />
            </ActionIcon>
          </Tooltip>
        </Table.Td>
      )}
    </>
  );
}

function Reading({ t, comparison, direction }: { t: Translate; comparison: Comparison; direction: Direction }) {
  if (direction === 'none')
    return (
      <Mark tone="quiet" title={comparison.reason ?? comparison.status}>
        {t(comparison.verdict === 'unhealthy' ? 'results.noVerdict' : 'results.unknown')}
      </Mark>
    );
  if (direction === 'open') return <Mark tone="quiet">{t(comparison.verdict === 'not_enough_data' ? 'results.tooEarly' : 'results.undecided')}</Mark>;
  return (
    <Mark tone={direction === 'better' ? 'good' : 'bad'} icon={(comparison.difference ?? 0) > 0 ? 'up' : 'down'}>
      {t(direction === 'better' ? 'results.isBetter' : 'results.isWorse')}
    </Mark>
  );
}
