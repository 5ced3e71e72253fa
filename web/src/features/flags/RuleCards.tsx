import { ActionIcon, Button, Group, Stack, Text, TextInput, Tooltip, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useAllExperiments } from '../../api/experiments';
import type { Known } from '../../api/known';
import type { Flag, Rule } from '../../api/types';
import { everyone, isEveryone } from '../../lib/condition';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { ConditionBuilder } from '../../ui/condition/ConditionBuilder';
import { Icon } from '../../ui/icons';
import { move, onVariantOf, ruleText, unreachable } from './draft';
import { ServeEditor } from './ServeEditor';

interface RuleCardsProps {
  environment: string;
  draft: Flag;
  onChange: (rules: Rule[]) => void;
  known: Known;
  /** About how many units are seen in a day. */
  people: number | undefined;
}

/** The rules, first match wins: cards that read as sentences, moved by drag or by buttons. */
export function RuleCards({ environment, draft, onChange, known, people }: RuleCardsProps) {
  const t = useText();
  const { rules } = draft;
  const [open, setOpen] = useState<number | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const experiments = useAllExperiments(environment);
  const dead = unreachable(rules);

  const reorder = (from: number, to: number) => {
    if (to < 0 || to >= rules.length || from === to) return;
    onChange(move(rules, from, to));
    setOpen(open === from ? to : null);
    setSaid(t('rules.moved', { rule: from + 1, position: to + 1 }));
  };

  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {rules.length === 0 ? t('rules.none') : t('rules.hint')}
      </Text>
      {rules.map((rule, index) => (
        <div
          key={index}
          className={`rule${dragged === index ? ' rule-dragged' : ''}`}
          role="group"
          aria-label={t('rules.number', { number: index + 1 })}
          onDragOver={(event) => dragged !== null && event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            if (dragged !== null) reorder(dragged, index);
            setDragged(null);
          }}
        >
          <Group gap="xs" wrap="nowrap" align="flex-start" className="rule-head">
            <span
              className="rule-handle"
              draggable
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                setDragged(index);
              }}
              onDragEnd={() => setDragged(null)}
              title={t('rules.drag')}
            >
              <Icon name="drag" size={16} />
              {index + 1}
            </span>
            <div className="rule-text">
              {rule.name && (
                <Text size="sm" fw={600}>
                  {rule.name}
                </Text>
              )}
              <Text size="sm">{ruleText(t, rule)}</Text>
              {dead.has(index) && (
                <Mark tone="warn" icon="warning">
                  {t('rules.unreachable')}
                </Mark>
              )}
            </div>
            <Group gap={2} wrap="nowrap">
              <Tool icon="up" label={t('rules.up', { number: index + 1 })} disabled={index === 0} run={() => reorder(index, index - 1)} />
              <Tool icon="down" label={t('rules.down', { number: index + 1 })} disabled={index === rules.length - 1} run={() => reorder(index, index + 1)} />
              <Tool icon="trash" label={t('rules.remove', { number: index + 1 })} run={() => onChange(rules.filter((_, i) => i !== index))} />
              <Button size="compact-sm" variant="light" onClick={() => setOpen(open === index ? null : index)} aria-expanded={open === index}>
                {t(open === index ? 'action.close' : 'action.edit')}
              </Button>
            </Group>
          </Group>
          {open === index && (
            <RuleForm rule={rule} draft={draft} known={known} people={people} experiments={experiments.data?.map((one) => one.key) ?? []} onChange={(next) => onChange(rules.map((old, i) => (i === index ? next : old)))} />
          )}
        </div>
      ))}
      <Button
        variant="light"
        w="fit-content"
        leftSection={<Icon name="plus" size={15} />}
        onClick={() => {
          onChange([...rules, { if: { attribute: '', op: 'equals', value: '' }, serve: onVariantOf(draft) }]);
          setOpen(rules.length);
        }}
      >
        {t('rules.add')}
      </Button>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </Stack>
  );
}

function Tool({ icon, label, disabled = false, run }: { icon: 'up' | 'down' | 'trash'; label: string; disabled?: boolean; run: () => void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size={28} disabled={disabled} onClick={run} aria-label={label}>
        <Icon name={icon} size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

function RuleForm({ rule, draft, known, people, experiments, onChange }: { rule: Rule; draft: Flag; known: Known; people: number | undefined; experiments: string[]; onChange: (rule: Rule) => void }) {
  const t = useText();
  return (
    <Stack gap="sm" mt="sm" pt="sm" className="rule-form">
      <TextInput
        label={t('rules.name')}
        placeholder={t('rules.namePlaceholder')}
        value={rule.name ?? ''}
        onChange={(event) => onChange({ ...rule, name: event.currentTarget.value || null })}
      />
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t('rules.if')}
        </Text>
        <ConditionBuilder label={t('rules.if')} value={rule.if ?? null} onChange={(condition) => onChange({ ...rule, if: condition ?? everyone })} known={known} />
      </div>
      <ServeEditor draft={draft} value={rule.serve} people={isEveryone(rule.if) ? people : undefined} experiments={experiments} onChange={(serve) => onChange({ ...rule, serve })} />
    </Stack>
  );
}
