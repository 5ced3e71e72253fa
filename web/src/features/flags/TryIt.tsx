import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { evaluateFlag } from '../../api/queries';
import type { Context, Flag, FlagEvaluation } from '../../api/types';
import { number } from '../../lib/format';
import { useText, type MessageKey, type Translate } from '../../lib/i18n';
import { JsonField } from '../../ui/JsonField';
import { Mark } from '../../ui/Badges';
import { Section } from '../../ui/Page';
import { FormProblem } from '../../ui/states';
import { ruleText } from './draft';

const remembered = 'turnout.try-it';
const example: Context = { user_id: 'user-1', plan: 'pro', country: 'DE' };

function lastContext(): Context {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(remembered) ?? 'null');
    return typeof stored === 'object' && stored !== null && !Array.isArray(stored) ? (stored as Context) : example;
  } catch {
    return example;
  }
}

/** Asks the server what a context gets, and says which part of the flag decided. */
export function TryIt({ environment, flag, dirty }: { environment: string; flag: Flag; dirty: boolean }) {
  const t = useText();
  const [context, setContext] = useState(lastContext);
  const run = useMutation({ mutationFn: () => evaluateFlag(environment, flag.key, context), onMutate: () => localStorage.setItem(remembered, JSON.stringify(context)) });
  return (
    <Section title={t('try.title')} hint={t('try.hint')}>
      <Stack gap="sm">
        <JsonField
          label={t('try.context')}
          value={context}
          onChange={(next) => setContext(next as Context)}
          check={(next) => (typeof next === 'object' && next !== null && !Array.isArray(next) ? null : t('try.notAnObject'))}
        />
        <Button variant="light" onClick={() => run.mutate()} loading={run.isPending} w="fit-content">
          {t('try.run')}
        </Button>
        <FormProblem error={run.error} />
        <div role="status">{run.data && <Outcome flag={flag} result={run.data} dirty={dirty} />}</div>
      </Stack>
    </Section>
  );
}

function Outcome({ flag, result, dirty }: { flag: Flag; result: FlagEvaluation; dirty: boolean }) {
  const t = useText();
  return (
    <Stack gap={6} className="outcome">
      <Group gap="xs">
        <Text fw={600} className="mono break">
          {JSON.stringify(result.value)}
        </Text>
        {result.variant && <Mark tone="info">{result.variant}</Mark>}
      </Group>
      <Text size="sm">{why(t, flag, result)}</Text>
      {typeof result.bucket === 'number' && (
        <Text size="sm" c="dimmed">
          {t('try.bucket', { bucket: number(result.bucket, 3) })}
        </Text>
      )}
      {dirty && (
        <Text size="sm" c="dimmed">
          {t('try.live')}
        </Text>
      )}
    </Stack>
  );
}

/** The reason in words, with the rule that decided. */
function why(t: Translate, flag: Flag, result: FlagEvaluation): string {
  if (result.error_code) return `${result.reason}: ${result.error_code}`;
  const index = flag.rules.findIndex((rule, number) => (rule.name ?? String(number)) === result.rule);
  if (index >= 0) return t('try.byRule', { number: index + 1, rule: ruleText(t, flag.rules[index]!) });
  const key = `reason.${result.reason}`;
  const sentence = t(key as MessageKey) as string | undefined;
  return sentence === undefined ? result.reason : result.rule ? `${sentence} (${result.rule})` : sentence;
}
