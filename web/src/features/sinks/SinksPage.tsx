import { Stack } from '@mantine/core';
import { useState } from 'react';
import { useCan } from '../../api/queries';
import { useSinks } from '../../api/sinks';
import { useText } from '../../lib/i18n';
import { Snippet } from '../../ui/Copy';
import { Page, Section } from '../../ui/Page';
import { Answer, Empty } from '../../ui/states';
import { DeadLetters } from './DeadLetters';
import { SinkCard } from './SinkCard';

// Sinks are the operator's: they are configured where the server runs, not here.
const example = `"Turnout": {
  "Sinks": {
    "posthog": { "Type": "posthog", "Url": "https://eu.i.posthog.com", "Key": "phc_…" }
  }
}`;

/** Where events are passed on to, and how far each receiver has come. */
export function SinksPage() {
  const t = useText();
  const query = useSinks();
  const mayWrite = useCan('sinks_write');
  const [shown, setShown] = useState<string | null>(null);
  return (
    <Page title={t('nav.sinks')} lead={t('sinks.lead')}>
      <Answer query={query}>
        {() =>
          query.data!.length === 0 ? (
            <Stack gap="md">
              <Empty icon="right" title={t('sinks.none')}>
                {t('sinks.noneHint')}
              </Empty>
              <Section title={t('sinks.example')} hint={t('sinks.exampleHint')}>
                <Snippet code={example} label={t('sinks.example')} />
              </Section>
            </Stack>
          ) : (
            <Stack gap="md">
              {query.data!.map((sink) => (
                <SinkCard key={sink.name} sink={sink} mayWrite={mayWrite} showLetters={() => setShown(sink.name)} />
              ))}
            </Stack>
          )
        }
      </Answer>
      {shown !== null && <DeadLetters name={shown} mayWrite={mayWrite} close={() => setShown(null)} />}
    </Page>
  );
}
