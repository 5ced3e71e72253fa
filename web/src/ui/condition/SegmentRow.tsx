import { Group, NativeSelect } from '@mantine/core';
import type { Known } from '../../api/known';
import { useText } from '../../lib/i18n';
import { RowMenu, type RowMenuProps } from './RowMenu';

interface SegmentRowProps extends RowMenuProps {
  value: string;
  onChange: (segment: string) => void;
  known: Known;
  label: string;
}

export function SegmentRow({ value, onChange, known, label, ...menu }: SegmentRowProps) {
  const t = useText();
  return (
    <Group gap="xs" wrap="nowrap" className="condition-row" role="group" aria-label={label}>
      <span className="condition-not">{t(menu.negated ? 'condition.notInSegment' : 'condition.inSegment')}</span>
      <NativeSelect
        flex={1}
        aria-label={t('condition.segment')}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        data={[...new Set([...known.segments, value])]}
      />
      <RowMenu {...menu} />
    </Group>
  );
}
