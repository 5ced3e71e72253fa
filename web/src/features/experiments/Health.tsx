import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Results } from '../../api/types';
import { list, percent, pText } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Section } from '../../ui/Page';
import { split, units } from './verdict';

type State = 'good' | 'warn' | 'bad' | 'quiet' | 'info';

function Check({ state, title, children }: { state: State; title: string; children: ReactNode }) {
  return (
    <div className="check">
      <Mark tone={state} {...(state === 'good' ? { icon: 'check' as const } : state === 'warn' || state === 'bad' ? { icon: 'warning' as const } : {})}>
        {title}
      </Mark>
      <Text size="sm" mt={6} component="div">
        {children}
      </Text>
    </div>
  );
}

/** Whether the numbers can be believed: each check says what it saw. */
export function Health({ results }: { results: Results }) {
  const t = useText();
  const total = units(results);
  const { always_valid_p_value: p, mismatch } = results.sample_ratio;
  const twice = results.multiply_exposed;
  const silent = results.metrics.filter((metric) => metric.variants.every((variant) => (variant.total ?? 0) === 0)).map((metric) => metric.key);
  const open = results.metrics.map((metric) => ({ metric: metric.key, count: metric.variants.reduce((sum, variant) => sum + variant.immature, 0) })).filter((one) => one.count > 0);
  return (
    <Section title={t('health.title')}>
      <div className="checks">
        <Check state={mismatch ? 'bad' : p === null ? 'quiet' : 'good'} title={t('health.ratio')}>
          {p === null ? t('health.ratioUnknown') : t(mismatch ? 'health.ratioBad' : 'health.ratioGood', { p: pText(p) })}
          {p !== null && (
            <ul className="plain-list">
              {split(results).map((one) => (
                <li key={one.key}>{t('health.share', one)}</li>
              ))}
            </ul>
          )}
          {mismatch && t('health.causes')}
        </Check>
        <Check state={twice > 0 ? 'warn' : 'good'} title={t('health.multiple')}>
          {twice > 0 ? t('health.multipleShare', { count: twice, share: percent(twice / Math.max(1, total + twice), 2) }) : t('health.multipleGood')}
        </Check>
        {results.unknown_variants > 0 && (
          <Check state="warn" title={t('health.unknown')}>
            {t('health.unknownBad', { count: results.unknown_variants })}
          </Check>
        )}
        <Check state={total > 0 ? 'good' : 'warn'} title={t('health.exposures')}>
          {total > 0 ? t('health.exposuresGood', { count: total }) : t('health.exposuresBad')}
        </Check>
        {results.metrics.length > 0 && (
          <Check state={silent.length > 0 ? 'warn' : 'good'} title={t('health.events')}>
            {silent.length > 0 ? t('health.eventsNone', { metrics: list(silent) }) : t('health.eventsGood')}
          </Check>
        )}
        {results.metrics.length > 0 && (
          <Check state={open.length > 0 ? 'info' : 'good'} title={t('health.immature')}>
            {open.length === 0 ? (
              t('health.mature')
            ) : (
              <ul className="plain-list">
                {open.map((one) => (
                  <li key={one.metric}>{t('health.immatureText', one)}</li>
                ))}
              </ul>
            )}
          </Check>
        )}
      </div>
    </Section>
  );
}
