import { Stack, Text } from '@mantine/core';
import type { Decision, Experiment } from '../../api/types';
import { dateTime, number, percent } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Table } from '../../ui/Table';
import { familyOf, ownFamilies, partOf, roleOf, usual } from './decision';

/** What was declared before the launch and stands still since. */
export function DecisionFacts({ experiment }: { experiment: Pick<Experiment, 'decision' | 'metrics' | 'stop_at'> }) {
  const t = useText();
  const { decision, metrics } = experiment;
  const method = decision.method ?? 'always_valid';
  const end = decision.planned_end ?? experiment.stop_at;
  const facts: [string, string][] = [
    [t('decide.method'), t(`decide.${method}`)],
    method === 'fixed_horizon' ? [t('decide.plannedEnd'), end ? dateTime(end) : '–'] : [t('decide.planned'), number(decision.planned_units ?? usual.planned_units)],
    [t('decide.alpha'), percent(decision.alpha ?? usual.alpha, 4)],
    [t('decide.minimum'), number(decision.minimum_units ?? usual.minimum_units)],
  ];
  return (
    <Stack gap="md">
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {metrics.length > 0 && (
        <div className="table-scroll">
          <Table verticalSpacing="xs" horizontalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('metrics.metric')}</Table.Th>
                <Table.Th>{t('decide.role')}</Table.Th>
                <Table.Th>{t('decide.family')}</Table.Th>
                <Table.Th>{t('decide.correction')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {metrics.map((metric) => (
                <MetricRow key={metric} metric={metric} metrics={metrics} decision={decision} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Stack>
  );
}

function MetricRow({ metric, metrics, decision }: { metric: string; metrics: readonly string[]; decision: Decision }) {
  const t = useText();
  const role = roleOf(decision, metrics, metric);
  const use = partOf(decision, metric);
  const family = familyOf(decision, metric);
  // From the launch on every role is said: a metric without one came later.
  const late = use === undefined && (decision.roles?.length ?? 0) > 0;
  const harm = typeof use?.relative_margin === 'number' ? percent(use.relative_margin, 3) : typeof use?.margin === 'number' ? number(use.margin, 6) : null;
  return (
    <Table.Tr>
      <Table.Th scope="row" className="mono break">
        {metric}
      </Table.Th>
      <Table.Td>
        {t(`results.role.${role}`)}
        {harm !== null && (
          <Text size="xs" c="dimmed">
            {t('decide.bears', { harm })}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{family ? <span className="mono">{family.name}</span> : t(late ? 'results.role.added_later' : 'decide.byRole')}</Table.Td>
      <Table.Td>{t(`correction.${family ? (family.correction ?? 'holm') : late ? 'benjamini_hochberg' : ownFamilies[role]}`)}</Table.Td>
    </Table.Tr>
  );
}
