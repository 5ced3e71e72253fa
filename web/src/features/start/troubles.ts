import type { Connections } from '../../api/types';
import type { Translate } from '../../lib/i18n';

/** The key that somebody is about to use. */
export interface Made {
  id: string;
  hint: string;
  kind: 'server' | 'client';
  /** Since when its first call is waited for. */
  since: string;
}

/** What kept calls from getting through, one sentence each: the key, the page's origin, the environment. */
export function troublesOf(t: Translate, seen: Connections, made: Made, environment: string): string[] {
  const said = seen.refused.map((call) => {
    if (call.code === 'origin_not_allowed') return t('start.trouble.origin', { origin: call.origin ?? '–', hint: call.key_hint ?? '–' });
    if (call.code === 'too_many_requests') return t('start.trouble.tooMany');
    if (call.code === 'forbidden') return t('start.trouble.kind', { path: call.path, hint: call.key_hint ?? '–' });
    if (call.key_hint === null) return t('start.trouble.noKey', { path: call.path });
    return t('start.trouble.key', { hint: call.key_hint, expected: made.hint });
  });
  const elsewhere = seen.used.filter((use) => use.environment !== environment).map((use) => t('start.trouble.environment', { key: use.name, environment: use.environment, wanted: environment }));
  return [...new Set([...said, ...elsewhere])];
}
