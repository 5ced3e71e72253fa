import { Anchor, Stack } from '@mantine/core';
import { Link } from 'react-router';
import { useRecentEvents } from '../../api/queries';
import type { Metric } from '../../api/types';
import { relative } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Section } from '../../ui/Page';
import { Answer } from '../../ui/states';
import { useNow } from '../../ui/useNow';

const needValues = ['sum', 'mean', 'quantile'];

/** Whether the metric's events arrive at all, before an experiment depends on it. */
export function MetricCheck({ environment, metric }: { environment: string; metric: Metric }) {
  const t = useText();
  const names = metric.type === 'funnel' ? metric.steps ?? [] : [metric.event, ...(metric.denominator_event ? [metric.denominator_event] : [])];
  return (
    <Section title={t('metrics.check')} hint={t('metrics.checkHint')}>
      <Stack gap="xs">
        {names.map((name) => (
          <EventCheck key={name} environment={environment} name={name} needsValue={needValues.includes(metric.type)} />
        ))}
      </Stack>
    </Section>
  );
}

function EventCheck({ environment, name, needsValue }: { environment: string; name: string; needsValue: boolean }) {
  const t = useText();
  const now = useNow();
  const query = useRecentEvents(environment, { name }, false);
  return (
    <Answer query={query}>
      {() => {
        const last = query.data!.items[0];
        const empty = needsValue && last !== undefined && query.data!.items.every((event) => event.value === null);
        const said = last === undefined ? t('metrics.checkUnseen', { event: name }) : empty ? t('metrics.checkNoValue', { event: name }) : t('metrics.checkSeen', { event: name, when: relative(last.timestamp, now) });
        return (
          <div>
            <Mark tone={last === undefined || empty ? 'warn' : 'good'} icon={last === undefined || empty ? 'warning' : 'check'}>
              {said}
            </Mark>{' '}
            <Anchor component={Link} size="sm" to={`../../live?event=${encodeURIComponent(name)}`} relative="path">
              {t('metrics.checkLook')}
            </Anchor>
          </div>
        );
      }}
    </Answer>
  );
}
