import { Autocomplete, Group, NativeSelect, TagsInput } from '@mantine/core';
import { useState } from 'react';
import type { Known } from '../../api/known';
import { operators, readList, readValue, takesList, takesText, withOperator, writeValue, type AttributeCondition, type Operator } from '../../lib/condition';
import { useText, type MessageKey } from '../../lib/i18n';
import { RowMenu, type RowMenuProps } from './RowMenu';

const groups: [MessageKey, Operator[]][] = [
  ['condition.group.any', ['equals', 'not_equals', 'in', 'not_in', 'exists']],
  ['condition.group.text', ['contains', 'starts_with', 'ends_with', 'matches']],
  ['condition.group.number', ['gt', 'gte', 'lt', 'lte']],
  ['condition.group.time', ['before', 'after']],
  ['condition.group.version', ['semver_eq', 'semver_gt', 'semver_gte', 'semver_lt', 'semver_lte']],
  ['condition.group.list', ['any_of', 'all_of', 'none_of']],
];

interface AttributeRowProps extends RowMenuProps {
  value: AttributeCondition;
  onChange: (value: AttributeCondition) => void;
  known: Known;
  label: string;
}

/** One comparison: attribute, operator, value. */
export function AttributeRow({ value, onChange, known, label, ...menu }: AttributeRowProps) {
  const t = useText();
  const textual = takesText(value.op);
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap" className="condition-row" role="group" aria-label={label}>
      {menu.negated && <span className="condition-not">{t('condition.not')}</span>}
      <Group gap="xs" align="flex-start" flex={1} className="condition-fields">
        <Autocomplete
          aria-label={t('condition.attribute')}
          placeholder={t('condition.attribute')}
          value={value.attribute}
          data={known.attributes}
          onChange={(attribute) => onChange({ ...value, attribute })}
          flex="1 1 130px"
          miw={120}
          selectFirstOptionOnChange={false}
        />
        <NativeSelect
          aria-label={t('condition.operator')}
          value={value.op}
          onChange={(event) => onChange(withOperator(value, event.currentTarget.value as Operator))}
          flex="1 1 130px"
          miw={120}
          data={
            operators.includes(value.op)
              ? groups.map(([group, items]) => ({ group: t(group), items: items.map((op) => ({ value: op, label: t(`op.${op}` as MessageKey) })) }))
              : [value.op]
          }
        />
        <ValueField value={value} onChange={onChange} seen={known.values?.[value.attribute] ?? []} />
      </Group>
      <RowMenu {...menu} {...(textual ? { ignoreCase: value.ignore_case ?? false, setIgnoreCase: (on) => onChange({ ...value, ignore_case: on || undefined }) } : {})} />
    </Group>
  );
}

interface ValueProps {
  value: AttributeCondition;
  onChange: (value: AttributeCondition) => void;
  /** Values that contexts had lately. */
  seen: string[];
}

function ValueField({ value, onChange, seen }: ValueProps) {
  const t = useText();
  if (value.op === 'exists')
    return (
      <NativeSelect
        aria-label={t('condition.value')}
        value={String(value.value ?? true)}
        onChange={(event) => onChange({ ...value, value: event.currentTarget.value === 'true' })}
        flex="2 1 180px"
        data={[
          { value: 'true', label: t('condition.present') },
          { value: 'false', label: t('condition.absent') },
        ]}
      />
    );
  if (takesList(value.op))
    return (
      <TagsInput
        aria-label={t('condition.values')}
        placeholder={t('condition.pasteList')}
        value={(Array.isArray(value.value) ? value.value : []).map(writeValue)}
        onChange={(items) => onChange({ ...value, value: items.flatMap(readList).map(readValue) })}
        data={seen}
        splitChars={[',', ';', '\n', '\t']}
        acceptValueOnBlur
        flex="2 1 180px"
        miw={160}
      />
    );
  return <SingleValue key={value.op} value={value} onChange={onChange} seen={seen} />;
}

function SingleValue({ value, onChange, seen }: ValueProps) {
  const t = useText();
  const single = Array.isArray(value.value) ? value.value[0] : value.value;
  const asText = takesText(value.op) || value.op.startsWith('semver');
  const read = (typed: string) => (asText ? typed : readValue(typed));
  const write = () => (asText ? String(single ?? '') : writeValue(single));
  // What is typed stays as typed ("1.0" on its way to "1.05") as long as it means the value.
  const [typed, setTyped] = useState(write);
  if (read(typed) !== (single ?? '')) setTyped(write());
  return (
    <Autocomplete
      aria-label={t('condition.value')}
      placeholder={t(value.op === 'before' || value.op === 'after' ? 'condition.instantExample' : value.op.startsWith('semver') ? 'condition.versionExample' : 'condition.value')}
      value={typed}
      data={seen}
      selectFirstOptionOnChange={false}
      onChange={(entry) => {
        setTyped(entry);
        onChange({ ...value, value: read(entry) });
      }}
      flex="2 1 180px"
      miw={140}
    />
  );
}
