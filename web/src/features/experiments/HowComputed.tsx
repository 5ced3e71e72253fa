import { Anchor, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { explainAddress } from '../../api/experiments';
import type { Comparison, MetricResult } from '../../api/types';
import { number } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Snippet } from '../../ui/Copy';
import { Table } from '../../ui/Table';
import { familyText } from './decision';

/** The inputs, the formula and the outcome of one comparison, to be checked by anyone. */
interface HowProps {
  environment: string;
  experiment: string;
  metric: MetricResult;
  comparison: Comparison;
}

export function HowComputed({ environment, experiment, metric, comparison }: HowProps) {
  const t = useText();
  const address = (format: 'markdown' | 'csv' | 'units') => explainAddress(environment, experiment, metric.key, comparison.variant, format);
  const treatment = metric.variants.find((variant) => variant.key === comparison.variant);
  const control = metric.variants.find((variant) => variant.key === comparison.control);
  const proportion = ['proportion', 'retention', 'funnel'].includes(metric.type);
  const { decided } = comparison;
  const beside = comparison.z_test ?? comparison.welch;
  const steps = metric.variants.filter((variant) => variant.steps);
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
      {decided && (
        <Facts
          title={t('how.decided')}
          facts={[
            [t('results.difference'), decided.difference],
            [t('how.standardError'), decided.standard_error],
            [t('results.lift'), decided.lift],
            [t('results.p'), decided.p_value],
            [t('how.adjusted', { family: familyText(t, metric.family), correction: t(`correction.${metric.correction}`) }), decided.adjusted_p_value],
          ]}
        />
      )}
      {beside && (
        <Facts
          title={t('how.oneLook')}
          facts={[
            ['z' in beside ? 'z' : 't', 'z' in beside ? beside.z : beside.t],
            [t('results.p'), beside.p_value],
            ...(typeof comparison.exact_p_value === 'number' ? [[t('how.exact'), comparison.exact_p_value] as [string, number]] : []),
          ]}
        />
      )}
      {steps.length > 0 && (
        <Text size="sm">
          {t('how.funnel')}: {steps.map((variant) => `${variant.key} ${variant.steps!.map((reached) => number(reached)).join(' → ')}`).join('; ')}
        </Text>
      )}
      {comparison.reason && <Text size="sm">{comparison.reason}</Text>}
      <Explanation address={address('markdown')} />
      <Group gap="md">
        <Anchor size="sm" href={address('csv')} download>
          {'CSV'}
        </Anchor>
        <Anchor size="sm" href={address('units')} download>
          {t('how.units')}
        </Anchor>
      </Group>
      <Snippet code={JSON.stringify(comparison, null, 2)} label={t('how.json')} />
    </Stack>
  );
}

function Facts({ title, facts }: { title: string; facts: [string, number | null][] }) {
  return (
    <section aria-label={title}>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value === null ? '–' : number(value, 10)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The server's own account of every step, as it can be followed with a pocket calculator. */
function Explanation({ address }: { address: string }) {
  const t = useText();
  const query = useQuery({
    queryKey: ['explanation', address],
    queryFn: async ({ signal }) => {
      const answer = await fetch(address, { signal });
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.text();
    },
  });
  if (query.isPending) return <Skeleton height={160} />;
  if (query.isError) return null;
  return (
    <section aria-label={t('how.explanation')}>
      <Text size="sm" fw={600} mb={4}>
        {t('how.explanation')}
      </Text>
      <pre className="snippet explanation" tabIndex={0} lang="en">
        {query.data}
      </pre>
    </section>
  );
}
