import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useResultsByDay } from '../../api/experiments';
import type { Results, ResultsByDay } from '../../api/types';
import { date, number, signedPercent } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Section } from '../../ui/Page';
import { Answer } from '../../ui/states';
import { Table } from '../../ui/Table';

const styles = 4;

/** Units and the first metric's lift as they grew, drawn and as numbers. Asked for only when it is opened. */
export function OverTime({ environment, results }: { environment: string; results: Results }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const query = useResultsByDay(environment, results.experiment, open);
  return (
    <Section title={t('days.title')} hint={t('days.hint')}>
      {open ? (
        <Answer query={query}>{() => <Shown days={query.data!.days} results={results} />}</Answer>
      ) : (
        <Button variant="default" onClick={() => setOpen(true)}>
          {t('days.show')}
        </Button>
      )}
    </Section>
  );
}

function Shown({ days, results }: { days: ResultsByDay['days']; results: Results }) {
  const t = useText();
  const variants = results.variants.map((variant) => variant.key);
  const metric = results.metrics[0];
  const treatments = metric?.comparisons.map((comparison) => comparison.variant) ?? [];
  if (days.length === 0) return <Text size="sm">{t('results.nobody')}</Text>;
  return (
    <>
      <Lines days={days} variants={variants} />
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
                <Table.Th key={variant} className="right">
                  {t('days.lift', { variant, metric: metric!.key })}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {days.map((day) => (
              <Table.Tr key={day.day}>
                <Table.Th scope="row">{date(`${day.day}T12:00:00Z`)}</Table.Th>
                {day.units.map((units, index) => (
                  <Table.Td key={variants[index]} className="right">
                    {number(units)}
                  </Table.Td>
                ))}
                {treatments.map((variant) => {
                  const comparison = day.metrics.find((one) => one.key === metric!.key)?.comparisons.find((one) => one.variant === variant);
                  const interval = comparison?.lift_interval;
                  return (
                    <Table.Td key={variant} className="right">
                      {typeof comparison?.lift === 'number' ? signedPercent(comparison.lift) : '–'}
                      {interval && (
                        <Text size="xs" c="dimmed">
                          {t('results.range', { low: signedPercent(interval[0]!), high: signedPercent(interval[1]!) })}
                        </Text>
                      )}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </>
  );
}

/** One line for each variant, told apart by dashes as well as by colour. */
function Lines({ days, variants }: { days: ResultsByDay['days']; variants: string[] }) {
  const t = useText();
  const most = Math.max(1, ...days.flatMap((day) => day.units));
  const x = (index: number) => (days.length === 1 ? 50 : (index / (days.length - 1)) * 100);
  const y = (units: number) => 100 - (units / most) * 96;
  return (
    <figure className="bare">
      <svg className="line-chart" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label={t('days.chart', { from: date(`${days[0]!.day}T12:00:00Z`), to: date(`${days.at(-1)!.day}T12:00:00Z`) })}>
        {variants.map((variant, line) => (
          <path key={variant} className={`line-${line % styles}`} vectorEffect="non-scaling-stroke" d={days.map((day, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(2)} ${y(day.units[line]!).toFixed(2)}`).join('')} />
        ))}
      </svg>
      <Group gap="md" component="figcaption" my="sm">
        {variants.map((variant, line) => (
          <Group key={variant} gap={6}>
            <svg width={28} height={8} aria-hidden="true">
              <line x1={0} x2={28} y1={4} y2={4} strokeWidth={2.5} className={`line-${line % styles}`} />
            </svg>
            <Text size="sm" className="mono">
              {variant}
            </Text>
          </Group>
        ))}
      </Group>
    </figure>
  );
}
