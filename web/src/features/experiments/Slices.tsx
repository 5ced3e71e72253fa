import { Autocomplete, Button, Group, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useResultsBySlice } from '../../api/experiments';
import { useKnown } from '../../api/known';
import type { Results, ResultsBySlice } from '../../api/types';
import { number, percent, pValue, signedPercent } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Section } from '../../ui/Page';
import { Answer } from '../../ui/states';
import { Table } from '../../ui/Table';
import { useView } from '../../ui/useView';
import { IntervalPlot, PlotAxis, scaleOf } from './IntervalPlot';
import type { Ends } from './verdict';

const ids = ['user_id', 'team_id', 'visitor_id'];

/** The results of each value of a property of exposures, corrected for looking at many. */
export function Slices({ environment, results }: { environment: string; results: Results }) {
  const t = useText();
  const [dimension, setDimension] = useView('dimension');
  const [chosen, setChosen] = useView('metric');
  const [entry, setEntry] = useState(dimension);
  const known = useKnown(environment).attributes.filter((name) => !ids.includes(name));
  const query = useResultsBySlice(environment, results.experiment, dimension);
  const metric = results.metrics.find((one) => one.key === chosen) ?? results.metrics[0];
  return (
    <Section title={t('slices.title')} hint={t('slices.hint')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setDimension(entry.trim());
        }}
      >
        <Group gap="sm" align="flex-end" mb="sm">
          <Autocomplete label={t('slices.property')} value={entry} onChange={setEntry} data={known} classNames={{ input: 'mono' }} />
          <Button type="submit" variant="default">
            {t('slices.show')}
          </Button>
          {dimension !== '' && results.metrics.length > 1 && (
            <NativeSelect label={t('metrics.metric')} value={metric?.key ?? ''} onChange={(event) => setChosen(event.currentTarget.value)} data={results.metrics.map((one) => one.key)} ml="auto" />
          )}
        </Group>
      </form>
      {dimension !== '' && metric && <Answer query={query}>{() => <SliceTable body={query.data!} metric={metric.key} />}</Answer>}
    </Section>
  );
}

function SliceTable({ body, metric }: { body: ResultsBySlice; metric: string }) {
  const t = useText();
  const rows = body.slices.flatMap((slice) => (slice.metrics.find((one) => one.key === metric)?.comparisons ?? []).map((comparison) => ({ slice, comparison, interval: comparison.lift_interval as Ends | undefined })));
  const scale = scaleOf(rows.map((row) => row.interval ?? null));
  return (
    <div className="table-scroll">
      <Table className="numbers" horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{body.dimension}</Table.Th>
            <Table.Th className="right">{t('slices.units')}</Table.Th>
            <Table.Th>{t('flag.variant')}</Table.Th>
            <Table.Th className="right">{t('slices.lift', { metric })}</Table.Th>
            <Table.Th miw={220}>
              <PlotAxis scale={scale} write={(value) => percent(value, 0)} />
            </Table.Th>
            <Table.Th className="right">{t('slices.p')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ slice, comparison, interval }) => {
            const lift = comparison.lift === null ? '–' : signedPercent(comparison.lift);
            const range = interval && t('results.range', { low: signedPercent(interval[0]), high: signedPercent(interval[1]) });
            return (
              <Table.Tr key={`${slice.is_other} ${slice.value} ${comparison.variant}`}>
                <Table.Th scope="row" className="mono break">
                  {slice.is_other ? t('slices.other') : (slice.value ?? t('slices.none'))}
                </Table.Th>
                <Table.Td className="right">{number(slice.units.reduce((sum, units) => sum + units, 0))}</Table.Td>
                <Table.Td className="mono">{comparison.variant}</Table.Td>
                <Table.Td className="right">
                  {lift}
                  {range && (
                    <Text size="xs" c="dimmed">
                      {range}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <IntervalPlot scale={scale} interval={interval ?? null} estimate={comparison.lift} direction="open" label={range ? `${lift}, ${range}` : t('results.noInterval')} />
                </Table.Td>
                <Table.Td className="right">
                  {comparison.adjusted_p_value === null ? '–' : pValue(comparison.adjusted_p_value)} {comparison.significant && <Mark tone="info">{t('slices.differs')}</Mark>}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
