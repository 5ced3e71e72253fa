import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Experiment, Results } from '../../api/types';
import { dateTime } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { methodText, verdictOf } from './verdict';

/** The one sentence, with the facts behind it. */
export function VerdictCard({ results, experiment, actions }: { results: Results; experiment: Pick<Experiment, 'winner'>; actions?: ReactNode }) {
  const t = useText();
  const verdict = verdictOf(t, results, experiment);
  return (
    <section className={`card verdict verdict-${verdict.tone}`} aria-label={t('results.verdict')}>
      <h2>{verdict.sentence}</h2>
      <ul className="plain-list">
        {verdict.facts.map((fact) => (
          <li key={fact}>
            <Text size="sm" span>
              {fact}
            </Text>
          </li>
        ))}
      </ul>
      {results.facts.length > 0 && (
        <details className="reasons">
          <summary>{t('results.allReasons')}</summary>
          <ul className="plain-list" lang="en">
            {results.facts.map((fact) => (
              <li key={fact.code + fact.text}>
                <Text size="sm" span>
                  {fact.text}
                </Text>
              </li>
            ))}
          </ul>
        </details>
      )}
      <Group justify="space-between" mt="sm">
        <Text size="xs" c="dimmed">
          {t('results.asOf', { when: dateTime(results.as_of) })} · {methodText(t, results.decision)}
        </Text>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
    </section>
  );
}
