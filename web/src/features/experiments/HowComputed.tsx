import { Stack, Text } from '@mantine/core';
import type { Comparison, MetricResult } from '../../api/types';
import { number } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Snippet } from '../../ui/Copy';
import { Table } from '../../ui/Table';

/** The inputs, the formula and the outcome of one comparison, to be checked by anyone. */
export function HowComputed({ metric, comparison }: { metric: MetricResult; comparison: Comparison }) {
  const t = useText();
  const treatment = metric.variants.find((variant) => variant.key === comparison.variant);
  const control = metric.variants.find((variant) => variant.key === comparison.control);
  const proportion = metric.type === 'proportion';
  const outcome: [string, number | null][] = [
    [t('results.difference'), comparison.difference],
    [t('results.lift'), comparison.lift],
    ['z', comparison.z],
    [t('results.p'), comparison.p_value],
    ...(comparison.exact_p_value ? ([[t('how.exact'), comparison.exact_p_value]] as [string, number][]) : []),
  ];
  return (
    <Stack gap="md">
      <Text size="sm">{t(proportion ? 'how.proportion' : 'how.mean')}</Text>
      <pre className="snippet" tabIndex={0} aria-label={t('how.formula')}>
        {proportion ? 'p = (x₁ + x₀) / (n₁ + n₀)\nz = (x₁/n₁ − x₀/n₀) / √(p (1 − p) (1/n₁ + 1/n₀))' : 't = (m₁ − m₀) / √(s₁²/n₁ + s₀²/n₀)'}
      </pre>
      <Table className="numbers">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('flag.variant')}</Table.Th>
            <Table.Th className="right">n</Table.Th>
            <Table.Th className="right">{t('how.total')}</Table.Th>
            <Table.Th className="right">{t('results.mean')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[treatment, control].map(
            (variant, index) =>
              variant && (
                <Table.Tr key={variant.key}>
                  <Table.Th scope="row">
                    <span className="mono">{variant.key}</span> {index === 0 ? '₁' : '₀'}
                  </Table.Th>
                  <Table.Td className="right">{number(variant.units)}</Table.Td>
                  <Table.Td className="right">{variant.total === null ? '–' : number(variant.total, 6)}</Table.Td>
                  <Table.Td className="right">{variant.mean === null ? '–' : number(variant.mean, 8)}</Table.Td>
                </Table.Tr>
              ),
          )}
        </Table.Tbody>
      </Table>
      <dl className="facts">
        {outcome.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value === null || value === undefined ? '–' : number(value, 10)}</dd>
          </div>
        ))}
      </dl>
      {comparison.reason && <Text size="sm">{comparison.reason}</Text>}
      <Snippet code={JSON.stringify(comparison, null, 2)} label={t('how.json')} />
    </Stack>
  );
}
