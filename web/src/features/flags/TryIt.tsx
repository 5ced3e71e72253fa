import { Button, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { evaluateFlag } from '../../api/queries';
import type { Context, Flag, FlagEvaluation } from '../../api/types';
import { useText } from '../../lib/i18n';
import { sameJson } from '../../lib/json';
import { Mark } from '../../ui/Badges';
import { JsonField } from '../../ui/JsonField';
import { Section } from '../../ui/Page';
import { Outcome } from './Outcome';
import { SeenContexts } from './SeenContexts';

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

/** Asks the server what a context gets from the published flag and from the draft beside it, and says which part of each decided. */
export function TryIt({ environment, live, draft, etag }: { environment: string; live: Flag; draft: Flag; etag: string | null }) {
  const t = useText();
  const [context, setContext] = useState(lastContext);
  const [asked, setAsked] = useState<Context | null>(null);
  // Once asked, the answer follows the draft, a moment after the last key.
  const [settled] = useDebouncedValue(draft, 400);
  const dirty = !sameJson(settled, live);
  const ask = (next: Context) => {
    setContext(next);
    setAsked(next);
    localStorage.setItem(remembered, JSON.stringify(next));
  };
  const options = { enabled: asked !== null, retry: false, staleTime: 0, gcTime: 0 } as const;
  const now = useQuery({ ...options, queryKey: ['try', environment, live.key, etag, asked], queryFn: ({ signal }) => evaluateFlag(environment, live.key, asked!, null, signal) });
  const would = useQuery({ ...options, enabled: asked !== null && dirty, queryKey: ['try', environment, live.key, 'draft', settled, asked], queryFn: ({ signal }) => evaluateFlag(environment, live.key, asked!, settled, signal) });
  const both = dirty && now.data && would.data ? { now: now.data, would: would.data } : null;
  return (
    <Section title={t('try.title')} hint={t('try.hint')}>
      <Stack gap="sm">
        <SeenContexts environment={environment} take={ask} />
        <JsonField
          label={t('try.context')}
          value={context}
          onChange={(next) => setContext(next as Context)}
          check={(next) => (typeof next === 'object' && next !== null && !Array.isArray(next) ? null : t('try.notAnObject'))}
        />
        <Button variant="light" onClick={() => (sameJson(asked, context) ? void Promise.all([now.refetch(), dirty && would.refetch()]) : ask(context))} loading={now.isFetching || would.isFetching} w="fit-content">
          {t('try.run')}
        </Button>
        {asked !== null && (
          <Stack gap="sm" role="status">
            {both && <Difference {...both} />}
            <div className="outcomes">
              <Outcome title={t('try.live')} flag={live} query={now} />
              {dirty && <Outcome title={t('try.draft')} flag={settled} query={would} />}
            </div>
            {!dirty && (
              <Text size="sm" c="dimmed">
                {t('try.noDraft')}
              </Text>
            )}
          </Stack>
        )}
      </Stack>
    </Section>
  );
}

function Difference({ now, would }: { now: FlagEvaluation; would: FlagEvaluation }) {
  const t = useText();
  if (sameJson(now.value, would.value))
    return (
      <div>
        <Mark tone="good" icon="check">
          {t('try.same')}
        </Mark>
      </div>
    );
  return (
    <div>
      <Mark tone="warn" icon="right">
        {t('try.differs')}
      </Mark>
    </div>
  );
}
