import { useCan } from '../../api/queries';
import type { Difference, Segment } from '../../api/types';
import type { Condition } from '../../lib/condition';
import { useText, type Translate } from '../../lib/i18n';
import { conditionText } from '../../lib/sentences';
import { EnvironmentMark } from '../../ui/Badges';
import { Page } from '../../ui/Page';
import { fromTo, Removed, Revisions } from '../../ui/Revisions';

interface Named {
  environment: string;
  segment: string;
}

/** Every state that the segment has had. */
export function SegmentHistory({ environment, segment, etag, mayRevert }: Named & { etag: string | null; mayRevert: boolean }) {
  return <Revisions<Segment> {...useWords(environment, segment)} etag={etag} mayRevert={mayRevert} />;
}

/** Where a segment was that has been removed. */
export function RemovedSegment({ environment, segment, error }: Named & { error: unknown }) {
  const t = useText();
  const mayWrite = useCan('segments_write');
  return (
    <Page title={segment} parent={{ to: '..', label: t('nav.segments') }} badges={<EnvironmentMark environment={environment} />}>
      <Removed<Segment> {...useWords(environment, segment)} error={error} mayRevert={mayWrite} />
    </Page>
  );
}

function useWords(environment: string, key: string) {
  const t = useText();
  return {
    of: { environment, noun: 'segments' as const, key },
    effect: t('segments.revertText'),
    say: (difference: Difference) => changeText(t, difference),
    show: (segment: Segment) => conditionText(t, segment.if),
  };
}

export function changeText(t: Translate, { member, words, before, after }: Difference): string {
  const who = (condition: Difference['after']) => (condition === undefined || condition === null ? null : conditionText(t, condition as unknown as Condition));
  if (member === 'if') return fromTo(t, t('segments.who'), who(before), who(after));
  return member === 'description' ? t('change.description') : words;
}
