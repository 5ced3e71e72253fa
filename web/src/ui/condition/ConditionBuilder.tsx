import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Known } from '../../api/known';
import { groupOf, partsOf, type Condition } from '../../lib/condition';
import { useText } from '../../lib/i18n';
import { conditionText } from '../../lib/sentences';
import { JsonField } from '../JsonField';
import { Icon } from '../icons';
import { AttributeRow } from './AttributeRow';
import { SegmentRow } from './SegmentRow';

interface BuilderProps {
  value: Condition | null;
  onChange: (value: Condition | null) => void;
  known: Known;
  label: string;
  depth?: number;
}

const deepest = 3;

/** Builds a condition by clicks, or as JSON; both ways at any time. */
export function ConditionBuilder({ value, onChange, known, label }: BuilderProps) {
  const t = useText();
  const [view, setView] = useState<'form' | 'json'>('form');
  return (
    <Stack gap="xs" role="group" aria-label={label}>
      <Group justify="space-between" gap="xs">
        <Text size="sm" c="dimmed" className="sentence">
          {conditionText(t, value)}
        </Text>
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(next) => setView(next as 'form' | 'json')}
          aria-label={t('condition.view')}
          data={[
            { value: 'form', label: t('condition.form') },
            { value: 'json', label: 'JSON' },
          ]}
        />
      </Group>
      {view === 'form' ? (
        <GroupBox value={value} onChange={onChange} known={known} label={label} depth={0} />
      ) : (
        <JsonField
          label={label}
          hideLabel
          value={value}
          onChange={(next) => onChange(next as Condition | null)}
          check={(next) => (next === null || (typeof next === 'object' && !Array.isArray(next)) ? null : t('condition.notAnObject'))}
        />
      )}
    </Stack>
  );
}

const emptyRow: Condition = { attribute: '', op: 'equals', value: '' };

function GroupBox({ value, onChange, known, label, depth = 0 }: BuilderProps) {
  const t = useText();
  const { match, parts } = partsOf(value);
  // A lone group inside a group would melt into it; deeper ones stay as they are written.
  const set = (next: Condition[], how = match) => onChange(depth === 0 ? groupOf(how, next) : how === 'all' ? { all: next } : { any: next });
  const replace = (index: number, part: Condition) => set(parts.map((old, i) => (i === index ? part : old)));
  const remove = (index: number) => set(parts.filter((_, i) => i !== index));
  return (
    <div className={depth > 0 ? 'condition-group' : undefined}>
      <Stack gap="xs">
        {parts.length > 1 && (
          <SegmentedControl
            size="xs"
            w="fit-content"
            value={match}
            aria-label={t('condition.match')}
            onChange={(next) => set(parts, next as 'all' | 'any')}
            data={[
              { value: 'all', label: t('condition.all') },
              { value: 'any', label: t('condition.any') },
            ]}
          />
        )}
        {parts.map((part, index) => (
          <Part key={index} value={part} onChange={(next) => replace(index, next)} remove={() => remove(index)} known={known} label={`${label} ${index + 1}`} depth={depth} />
        ))}
        <Group gap="xs">
          <Button size="compact-sm" variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => set([...parts, emptyRow])}>
            {t('condition.addAttribute')}
          </Button>
          {known.segments.length > 0 && (
            <Button size="compact-sm" variant="subtle" leftSection={<Icon name="plus" size={14} />} onClick={() => set([...parts, { segment: known.segments[0]! }])}>
              {t('condition.addSegment')}
            </Button>
          )}
          {depth < deepest && parts.length > 0 && (
            <Button
              size="compact-sm"
              variant="subtle"
              leftSection={<Icon name="plus" size={14} />}
              onClick={() => set([...parts, match === 'all' ? { any: [emptyRow] } : { all: [emptyRow] }])}
            >
              {t('condition.addGroup')}
            </Button>
          )}
        </Group>
      </Stack>
    </div>
  );
}

function Part({ value, onChange, remove, known, label, depth }: { value: Condition; onChange: (value: Condition) => void; remove: () => void; known: Known; label: string; depth: number }) {
  const t = useText();
  const negated = 'not' in value;
  const inner = negated ? value.not : value;
  const change = (next: Condition) => onChange(negated ? { not: next } : next);
  const negate = () => onChange(negated ? value.not : { not: value });
  const menu = { negated, negate, remove };
  if ('attribute' in inner) return <AttributeRow value={inner} onChange={change} known={known} label={label} {...menu} />;
  if ('segment' in inner) return <SegmentRow value={inner.segment} onChange={(segment) => change({ segment })} known={known} label={label} {...menu} />;
  if ('not' in inner) return <Text size="sm">{conditionText(t, value)}</Text>;
  return (
    <Stack gap={4}>
      {negated && (
        <Text size="sm" fw={600}>
          {t('condition.noneOfThis')}
        </Text>
      )}
      <GroupBox value={inner} onChange={(next) => (next === null ? remove() : change(next))} known={known} label={label} depth={depth + 1} />
      <Group gap="xs" ml="md">
        <Button size="compact-xs" variant="subtle" color="gray" onClick={negate}>
          {t(negated ? 'condition.unnegate' : 'condition.negate')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="red" onClick={remove}>
          {t('condition.removeGroup')}
        </Button>
      </Group>
    </Stack>
  );
}
