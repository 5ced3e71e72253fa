import { Group, Skeleton, Stack, Text } from '@mantine/core';
import type { Flag, FlagEvaluation } from '../../api/types';
import { number } from '../../lib/format';
import { useText, type MessageKey, type Translate } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { FormProblem } from '../../ui/states';
import { ruleText } from './draft';

interface OutcomeProps {
  title: string;
  flag: Flag;
  query: { data: FlagEvaluation | undefined; isPending: boolean; isError: boolean; error: unknown };
}

/** What a context gets from one form of the flag, and the steps that led there. */
export function Outcome({ title, flag, query }: OutcomeProps) {
  const t = useText();
  return (
    <section className="outcome" aria-label={title}>
      <Text size="xs" fw={700} c="dimmed" mb={4}>
        {title}
      </Text>
      {query.isError ? <FormProblem error={query.error} /> : query.isPending ? <Skeleton height={60} aria-label={t('state.loading')} /> : <Told flag={flag} result={query.data!} />}
    </section>
  );
}

function Told({ flag, result }: { flag: Flag; result: FlagEvaluation }) {
  const t = useText();
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <Text fw={600} className="mono break">
          {JSON.stringify(result.value)}
        </Text>
        {result.variant && <Mark tone="info">{result.variant}</Mark>}
      </Group>
      <Text size="sm" className="break">
        {why(t, flag, result)}
      </Text>
      {typeof result.bucket === 'number' && (
        <Text size="xs" c="dimmed">
          {t('try.bucket', { bucket: number(result.bucket, 3) })}
        </Text>
      )}
      {result.steps && result.steps.length > 0 && (
        <ol className="trail" aria-label={t('try.steps')}>
          {result.steps.map((step, index) => (
            <li key={index} className={`trail-${step.outcome}`}>
              {step.outcome === 'decided' ? <Icon name="check" size={13} /> : <span className="trail-dot" aria-hidden="true" />}
              <span className="break">{stepName(t, flag, step.name)}</span>
              <span className="trail-outcome">{t(`try.step.${step.outcome}`)}</span>
            </li>
          ))}
        </ol>
      )}
    </Stack>
  );
}

const ruleAt = (flag: Flag, name: string | null | undefined): number => flag.rules.findIndex((rule, index) => (rule.name ?? String(index)) === name);

function stepName(t: Translate, flag: Flag, name: string): string {
  const index = ruleAt(flag, name);
  if (index >= 0) return flag.rules[index]!.name ?? t('rules.number', { number: index + 1 });
  if (name.startsWith('prerequisite:')) return t('try.prerequisite', { flag: name.slice('prerequisite:'.length) });
  const words: Record<string, MessageKey> = { off: 'try.off', deny: 'flag.deny', allow: 'flag.allow', audience: 'flag.audience', rollout: 'flag.rollout' };
  return words[name] ? t(words[name]) : name;
}

/** The reason in words, with the rule that decided. */
function why(t: Translate, flag: Flag, result: FlagEvaluation): string {
  if (result.error_code) return `${result.reason}: ${result.error_code}`;
  const index = ruleAt(flag, result.rule);
  if (index >= 0) return t('try.byRule', { number: index + 1, rule: ruleText(t, flag.rules[index]!) });
  const key = `reason.${result.reason}`;
  const sentence = t(key as MessageKey) as string | undefined;
  return sentence === undefined ? result.reason : result.rule ? `${sentence} (${result.rule})` : sentence;
}
