import type { Results } from '../../api/types';
import { number } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Section } from '../../ui/Page';
import { Table } from '../../ui/Table';
import { split } from './verdict';

/** Who was assigned, seen and counted, by variant. */
export function UnitsTable({ results }: { results: Results }) {
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
