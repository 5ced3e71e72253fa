import { Group, Text } from '@mantine/core';
import type { Results, ResultsByDay } from '../../api/types';
import { date, number, percent, signedPercent } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Table } from '../../ui/Table';
import { IntervalPlot, PlotAxis, scaleOf } from './IntervalPlot';
import type { Ends } from './verdict';

const styles = 4;
type Day = ResultsByDay['days'][number];
const noon = (day: Day): string => date(`${day.day}T12:00:00Z`);

/** Units and the first metric's lift as they grew: drawn, and as numbers behind it. */
export function Days({ days, results }: { days: readonly Day[]; results: Results }) {
  const t = useText();
  if (days.length === 0) return <Text size="sm">{t('results.nobody')}</Text>;
  return (
    <>
      <Lines days={days} variants={results.variants.map((variant) => variant.key)} />
      <details className="reasons">
        <summary>{t('days.numbers')}</summary>
        <DayTable days={days} results={results} />
      </details>
    </>
  );
}

function DayTable({ days, results }: { days: readonly Day[]; results: Results }) {
  const t = useText();
  const metric = results.metrics[0];
  const variants = results.variants.map((variant) => variant.key);
  const treatments = metric?.comparisons.map((comparison) => comparison.variant) ?? [];
  const of = (day: Day, variant: string) => day.metrics.find((one) => one.key === metric?.key)?.comparisons.find((one) => one.variant === variant);
  const scale = scaleOf(days.flatMap((day) => treatments.map((variant) => (of(day, variant)?.lift_interval as Ends | undefined) ?? null)));
  return (
    <div className="table-scroll">
      <Table className="numbers" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('days.day')}</Table.Th>
            {variants.map((variant) => (
              <Table.Th key={variant} className="right">
                {t('days.units', { variant })}
              </Table.Th>
            ))}
            {treatments.map((variant) => (
              <Table.Th key={variant} miw={220}>
                {t('days.lift', { variant, metric: metric!.key })}
                <PlotAxis scale={scale} write={(value) => percent(value, 0)} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map((day) => (
            <Table.Tr key={day.day}>
              <Table.Th scope="row">{noon(day)}</Table.Th>
              {day.units.map((units, index) => (
                <Table.Td key={variants[index]} className="right">
                  {number(units)}
                </Table.Td>
              ))}
              {treatments.map((variant) => {
                const comparison = of(day, variant);
                const interval = (comparison?.lift_interval as Ends | undefined) ?? null;
                const lift = comparison?.lift ?? null;
                const said = lift === null ? '–' : signedPercent(lift);
                const range = interval && t('results.range', { low: signedPercent(interval[0]), high: signedPercent(interval[1]) });
                return (
                  <Table.Td key={variant}>
                    <IntervalPlot scale={scale} interval={interval} estimate={lift} direction="open" label={range ? `${said}, ${range}` : t('results.noInterval')} />
                    <Text size="xs" c="dimmed">
                      {said} {range && `(${range})`}
                    </Text>
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** One line for each variant, told apart by dashes as well as by colour. */
function Lines({ days, variants }: { days: readonly Day[]; variants: string[] }) {
  const t = useText();
  const most = Math.max(1, ...days.flatMap((day) => day.units));
  // Every line begins at nobody, before the first day.
  const x = (day: number) => (day / days.length) * 100;
  const y = (units: number) => 100 - (units / most) * 96;
  const last = days.at(-1)!;
  return (
    <figure className="bare chart">
      <Text size="xs" c="dimmed" aria-hidden="true">
        {t('days.most', { count: most })}
      </Text>
      <svg className="line-chart" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={t('days.chart', { from: noon(days[0]!), to: noon(last) })}>
        <line x1={0} x2={100} y1={100} y2={100} className="chart-base" vectorEffect="non-scaling-stroke" />
        <line x1={0} x2={100} y1={4} y2={4} className="chart-top" vectorEffect="non-scaling-stroke" />
        {variants.map((variant, line) => (
          <path key={variant} className={`line-${line % styles}`} vectorEffect="non-scaling-stroke" d={`M0 100${days.map((day, index) => `L${x(index + 1).toFixed(2)} ${y(day.units[line]!).toFixed(2)}`).join('')}`} />
        ))}
      </svg>
      <Group justify="space-between" aria-hidden="true">
        <Text size="xs" c="dimmed">
          {noon(days[0]!)}
        </Text>
        <Text size="xs" c="dimmed">
          {days.length > 1 ? noon(last) : ''}
        </Text>
      </Group>
      <Group gap="md" component="figcaption" my="sm">
        {variants.map((variant, line) => (
          <Group key={variant} gap={6}>
            <svg width={28} height={8} aria-hidden="true">
              <line x1={0} x2={28} y1={4} y2={4} strokeWidth={2.5} className={`line-${line % styles}`} />
            </svg>
            <Text size="sm" span>
              <span className="mono">{variant}</span> {number(last.units[line]!)}
            </Text>
          </Group>
        ))}
      </Group>
    </figure>
  );
}
