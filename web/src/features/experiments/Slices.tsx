import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useResultsBySlice } from '../../api/experiments';
import type { Results, ResultsBySlice } from '../../api/types';
import { number, pValue, signedPercent } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Section } from '../../ui/Page';
import { Answer } from '../../ui/states';
import { Table } from '../../ui/Table';
import { useView } from '../../ui/useView';

/** The results of each value of a property of exposures, corrected for looking at many. */
export function Slices({ environment, results }: { environment: string; results: Results }) {
  const t = useText();
  const [dimension, setDimension] = useView('dimension');
  const [entry, setEntry] = useState(dimension);
  const query = useResultsBySlice(environment, results.experiment, dimension);
  return (
    <Section title={t('slices.title')} hint={t('slices.hint')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setDimension(entry.trim());
        }}
      >
        <Group gap="sm" align="flex-end" mb="sm">
          <TextInput label={t('slices.property')} value={entry} onChange={(event) => setEntry(event.currentTarget.value)} classNames={{ input: 'mono' }} />
          <Button type="submit" variant="default">
            {t('slices.show')}
          </Button>
        </Group>
      </form>
      {dimension !== '' && <Answer query={query}>{() => <SliceTable body={query.data!} results={results} />}</Answer>}
    </Section>
  );
}

function SliceTable({ body, results }: { body: ResultsBySlice; results: Results }) {
  const t = useText();
  const metric = results.metrics[0];
  if (!metric) return null;
  return (
    <div className="table-scroll">
      <Table className="numbers" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{body.dimension}</Table.Th>
            <Table.Th className="right">{t('slices.units')}</Table.Th>
            <Table.Th>{t('flag.variant')}</Table.Th>
            <Table.Th className="right">{t('days.lift', { variant: '', metric: metric.key }).replace(/^[:：]\s*/, '')}</Table.Th>
            <Table.Th className="right">{t('results.p')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {body.slices.flatMap((slice) =>
            (slice.metrics.find((one) => one.key === metric.key)?.comparisons ?? []).map((comparison) => (
              <Table.Tr key={`${slice.is_other} ${slice.value} ${comparison.variant}`}>
                <Table.Th scope="row" className="mono break">
                  {slice.is_other ? t('slices.other') : (slice.value ?? t('slices.none'))}
                </Table.Th>
                <Table.Td className="right">{number(slice.units.reduce((sum, units) => sum + units, 0))}</Table.Td>
                <Table.Td className="mono">{comparison.variant}</Table.Td>
                <Table.Td className="right">
                  {comparison.lift === null ? '–' : signedPercent(comparison.lift)}
                  {comparison.lift_interval && (
                    <Text size="xs" c="dimmed">
                      {t('results.range', { low: signedPercent(comparison.lift_interval[0]!), high: signedPercent(comparison.lift_interval[1]!) })}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td className="right">
                  {comparison.adjusted_p_value === null ? '–' : pValue(comparison.adjusted_p_value)} {comparison.significant && <Mark tone="info">{t('results.adjusted')}</Mark>}
                </Table.Td>
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
    </div>
  );
}
