import { Checkbox, Group, Stack, TagsInput, Text, TextInput, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { useRecentContexts } from '../../api/contexts';
import { useKnown } from '../../api/known';
import { useFlagTags } from '../../api/queries';
import type { Flag } from '../../api/types';
import { readList } from '../../lib/condition';
import { useText } from '../../lib/i18n';
import { ConditionBuilder } from '../../ui/condition/ConditionBuilder';
import { Section } from '../../ui/Page';
import { ShareField } from '../../ui/ShareField';
import { Soon } from '../../ui/Soon';
import { onVariantOf, offVariantOf } from './draft';
import { Prerequisites } from './Prerequisites';
import { RuleCards } from './RuleCards';
import { Variants } from './Variants';

interface EditorProps {
  environment: string;
  draft: Flag;
  live: Flag;
  onChange: (draft: Flag) => void;
  readOnly: boolean;
}

/** The flag, top to bottom in the order in which it decides. */
export function FlagEditor({ environment, draft, onChange, readOnly }: EditorProps) {
  const t = useText();
  const set = (change: Partial<Flag>) => onChange({ ...draft, ...change });
  const known = useKnown(environment);
  // The sample counts people; of teams and the like it cannot say how many there are.
  const seen = useRecentContexts(environment).data?.units;
  const units = draft.unit === 'user' || draft.unit === 'visitor' ? seen : undefined;
  const tags = useFlagTags(environment).data?.map((one) => one.tag) ?? [];
  const on = onVariantOf(draft);
  const off = offVariantOf(draft);

  return (
    <fieldset disabled={readOnly} className="bare">
      <Stack gap="md">
        {readOnly && (
          <Text size="sm" c="dimmed">
            {t('flag.readOnly')}
          </Text>
        )}
        <ol className="steps">
          <Step number={1} title={t('flag.step.off')}>
            <Text size="sm" c="dimmed">
              {t('flag.step.offHint', { variant: off })}
            </Text>
            <Prerequisites environment={environment} draft={draft} set={set} />
          </Step>
          <Step number={2} title={t('flag.step.lists')}>
            <Group gap="md" grow align="flex-start" preventGrowOverflow={false} className="lists">
              <Ids label={t('flag.deny')} hint={t('flag.denyHint', { variant: off })} value={draft.deny} onChange={(deny) => set({ deny })} />
              <Ids label={t('flag.allow')} hint={t('flag.allowHint', { variant: on })} value={draft.allow} onChange={(allow) => set({ allow })} />
            </Group>
          </Step>
          <Step number={3} title={t('flag.audience')}>
            <Text size="sm" c="dimmed" mb="xs">
              {t('flag.audienceHint', { variant: off })}
            </Text>
            <ConditionBuilder label={t('flag.audience')} value={draft.audience ?? null} onChange={(audience) => set({ audience })} known={known} />
          </Step>
          <Step number={4} title={t('flag.rules')}>
            <RuleCards environment={environment} draft={draft} onChange={(rules) => set({ rules })} known={known} people={units} />
          </Step>
          <Step number={5} title={t('flag.rollout')}>
            <ShareField label={t('flag.rolloutLabel', { variant: on })} value={draft.rollout} onChange={(rollout) => set({ rollout })} hint={t('flag.rolloutHint', { unit: draft.unit, variant: off })} people={units} />
          </Step>
        </ol>
        <Soon>
          <Variants draft={draft} set={set} />
          <Section title={t('flag.about')}>
            <Stack gap="sm">
              <Textarea label={t('field.description')} value={draft.description} onChange={(event) => set({ description: event.currentTarget.value })} autosize minRows={1} />
              <TagsInput label={t('field.tags')} data={tags} value={draft.tags} onChange={(tags) => set({ tags })} splitChars={[',', ' ']} acceptValueOnBlur />
              <TextInput label={t('flag.unit')} description={t('flag.unitHint')} value={draft.unit} onChange={(event) => set({ unit: event.currentTarget.value })} list="units" />
              <datalist id="units">
                <option value="user" />
                <option value="team" />
                <option value="visitor" />
              </datalist>
              <Checkbox label={t('flag.critical')} description={t('flag.criticalHint')} checked={draft.critical} onChange={(event) => set({ critical: event.currentTarget.checked })} />
            </Stack>
          </Section>
        </Soon>
      </Stack>
    </fieldset>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="card step">
      <Group gap="sm" mb="xs" align="center">
        <span className="step-number" aria-hidden="true">
          {number}
        </span>
        <h2 className="step-title">{title}</h2>
      </Group>
      {children}
    </li>
  );
}

function Ids({ label, hint, value, onChange }: { label: string; hint: string; value: string[]; onChange: (ids: string[]) => void }) {
  const t = useText();
  return (
    <TagsInput
      label={label}
      description={hint}
      placeholder={value.length === 0 ? t('condition.pasteList') : ''}
      value={value}
      onChange={(ids) => onChange([...new Set(ids.flatMap(readList))])}
      splitChars={[',', ';', '\n', '\t']}
      acceptValueOnBlur
      maxDropdownHeight={0}
      classNames={{ pill: 'mono' }}
      miw={220}
    />
  );
}
