import { Button, Group, Modal, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useBlocker } from 'react-router';
import { useText } from '../lib/i18n';

/** Guards unsaved changes: against leaving the page by a link, and against closing it. Put `dialog` somewhere on the page; `release` lets a save go on to the next page. */
export function useUnsaved(dirty: boolean) {
  const t = useText();
  const released = useRef(false);
  const blocker = useBlocker(({ currentLocation, nextLocation }) => dirty && !released.current && currentLocation.pathname !== nextLocation.pathname);

  useEffect(() => {
    released.current = false;
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);

  const dialog = (
    <Modal opened={blocker.state === 'blocked'} onClose={() => blocker.reset?.()} title={t('flag.leaveTitle')} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Text size="sm" mb="md">
        {t('flag.leaveText')}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t('flag.leave')}
        </Button>
        <Button onClick={() => blocker.reset?.()} data-autofocus>
          {t('flag.stay')}
        </Button>
      </Group>
    </Modal>
  );
  return {
    dialog,
    release: () => {
      released.current = true;
    },
  };
}
