import { useResultsByDay } from '../../api/experiments';
import type { Results } from '../../api/types';
import { useText } from '../../lib/i18n';
import { Section } from '../../ui/Page';
import { Answer } from '../../ui/states';
import { Days } from './Days';

/** Exposed units over time, and the first metric's lift as it grew. */
export function OverTime({ environment, results }: { environment: string; results: Results }) {
  const t = useText();
  const query = useResultsByDay(environment, results.experiment);
  return (
    <Section title={t('days.title')} hint={t('days.hint')}>
      <Answer query={query}>{() => <Days days={query.data!.days} results={results} />}</Answer>
    </Section>
  );
}
