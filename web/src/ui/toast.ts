import { text } from '../lib/i18n';

type Tone = 'teal' | 'red';

/** The way back from what was done. */
export type Undo = () => Promise<unknown>;

// The first message fetches what shows messages; most visits never need it.
async function show(message: string, color: Tone, autoClose: number, undo?: Undo): Promise<void> {
  const [{ notifications }, undoable] = await Promise.all([import('@mantine/notifications'), undo ? import('./Undoable') : null]);
  const id = notifications.show({
    message: undo && undoable ? undoable.withUndo(message, text('action.undo'), () => {
      notifications.hide(id);
      undo().then(() => done(text('state.undone')), (error: unknown) => failed(error instanceof Error ? error.message : String(error)));
    }) : message,
    color,
    withBorder: true,
    autoClose,
  });
}

/** Says that something is done, and offers the way back where there is one. Messages are a live region, so screen readers say it too. */
export const done = (message: string, undo?: Undo): void => void show(message, 'teal', undo ? 10_000 : 4_000, undo);

export const failed = (message: string): void => void show(message, 'red', 10_000);
