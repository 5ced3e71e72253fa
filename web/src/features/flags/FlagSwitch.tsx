import { Switch } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useToggleFlag } from '../../api/queries';
import type { Flag } from '../../api/types';
import { useText } from '../../lib/i18n';
import { EnvironmentMark, isProduction } from '../../ui/Badges';
import { problemText } from '../../ui/states';
import { done, failed } from '../../ui/toast';

// The list shows before anyone asks anything: the dialog follows.
const Confirm = lazy(() => import('../../ui/Confirm').then((module) => ({ default: module.Confirm })));

/** The switch of a flag. Production asks once; elsewhere it acts at once and offers the way back. */
export function FlagSwitch({ flag, environment, disabled, size = 'md' }: { flag: Pick<Flag, 'key' | 'enabled'>; environment: string; disabled: boolean; size?: 'md' | 'lg' }) {
  const t = useText();
  const toggle = useToggleFlag(environment);
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState(false);
  const next = !flag.enabled;
  const run = async () => {
    await toggle.mutateAsync({ key: flag.key, enabled: next });
    done(t(next ? 'flag.turnedOn' : 'flag.turnedOff', { flag: flag.key, environment }), () => toggle.mutateAsync({ key: flag.key, enabled: !next }));
  };
  const ask = () => {
    setAsked(true);
    setAsking(true);
  };
  return (
    <>
      <Switch
        size={size}
        checked={flag.enabled}
        disabled={disabled}
        onLabel={t('flag.on')}
        offLabel={t('flag.off')}
        aria-label={t('flag.switch', { flag: flag.key })}
        onChange={() => (isProduction(environment) ? ask() : run().catch((error: unknown) => failed(problemText(t, error))))}
      />
      {asked && (
        <Suspense>
          <Confirm
            opened={asking}
            close={() => setAsking(false)}
            title={t(next ? 'flag.turnOnTitle' : 'flag.turnOffTitle', { flag: flag.key })}
            confirm={t(next ? 'flag.turnOn' : 'flag.turnOff')}
            danger={!next}
            run={run}
          >
            <EnvironmentMark environment={environment} /> {t(next ? 'flag.turnOnText' : 'flag.turnOffText')}
          </Confirm>
        </Suspense>
      )}
    </>
  );
}
