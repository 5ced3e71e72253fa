import { Group, NumberInput, Text, TextInput } from '@mantine/core';
import type { Layer } from '../../api/types';
import { share } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { slotCount } from './layers';

/** The slots that the experiment has in a layer, so that it meets no other of that layer in one unit. */
export function LayerFields({ layer, onChange }: { layer: Layer | null; onChange: (layer: Layer | null) => void }) {
  const t = useText();
  const set = (change: Partial<Layer>) => onChange({ key: '', from: 0, to: slotCount, ...layer, ...change });
  return (
    <div role="group" aria-label={t('layers.layer')}>
      <Group gap="sm" align="flex-end">
        <TextInput label={t('layers.layer')} value={layer?.key ?? ''} onChange={(event) => (event.currentTarget.value === '' ? onChange(null) : set({ key: event.currentTarget.value }))} classNames={{ input: 'mono' }} flex="1 1 160px" />
        <NumberInput label={t('layers.from')} value={layer?.from ?? ''} min={0} max={slotCount - 1} allowDecimal={false} disabled={layer === null} onChange={(from) => typeof from === 'number' && set({ from })} w={120} />
        <NumberInput label={t('layers.to')} value={layer?.to ?? ''} min={1} max={slotCount} allowDecimal={false} disabled={layer === null} onChange={(to) => typeof to === 'number' && set({ to })} w={120} />
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {layer ? t('layers.has', { share: share(((layer.to - layer.from) / slotCount) * 100) }) : t('layers.noneHint')}
      </Text>
    </div>
  );
}
