import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';

/** A message with the way back. */
export const withUndo = (message: string, label: string, undo: () => void): ReactNode => (
  <Group justify="space-between" gap="xs">
    <span>{message}</span>
    <Button size="compact-sm" variant="default" onClick={undo}>
      {label}
    </Button>
  </Group>
);
