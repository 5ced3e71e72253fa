import type { ReactNode } from 'react';
import { useText, type MessageKey } from '../lib/i18n';
import { Icon, type IconName } from './icons';

type Tone = 'good' | 'bad' | 'warn' | 'info' | 'quiet';

/** A word with a mark of its own shape: colour only repeats what the word says. */
export function Mark({ tone, icon, children, title }: { tone: Tone; icon?: IconName; children: ReactNode; title?: string }) {
  return (
    <span className={`mark mark-${tone}`} title={title}>
      {icon ? <Icon name={icon} size={13} /> : <span className="dot" aria-hidden="true" />}
      {children}
    </span>
  );
}

const experimentMarks: Record<string, [Tone, IconName]> = {
  draft: ['quiet', 'more'],
  running: ['good', 'play'],
  paused: ['warn', 'pause'],
  stopped: ['info', 'stop'],
  archived: ['quiet', 'layer'],
};

export function ExperimentStatusMark({ status }: { status: string }) {
  const t = useText();
  const [tone, icon] = experimentMarks[status] ?? ['quiet', 'more'];
  const key = `status.${status}` as MessageKey;
  return (
    <Mark tone={tone} icon={icon}>
      {status in experimentMarks ? t(key) : status}
    </Mark>
  );
}

export function OnOffMark({ on }: { on: boolean }) {
  const t = useText();
  return <Mark tone={on ? 'good' : 'quiet'}>{t(on ? 'flag.on' : 'flag.off')}</Mark>;
}

/** Production is marked by word, icon and colour wherever it is named. */
export const isProduction = (environment: string): boolean => /^prod/i.test(environment);

export function EnvironmentMark({ environment, name }: { environment: string; name?: string }) {
  return (
    <Mark tone={isProduction(environment) ? 'warn' : 'info'} icon={isProduction(environment) ? 'shield' : 'environment'}>
      {name ?? environment}
    </Mark>
  );
}

export function Tag({ children }: { children: ReactNode }) {
  return <span className="tag">{children}</span>;
}
