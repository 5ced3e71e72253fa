type Tone = 'teal' | 'red';

// The first message fetches what shows messages; most visits never need it.
async function show(message: string, color: Tone, autoClose: number): Promise<void> {
  const { notifications } = await import('@mantine/notifications');
  notifications.show({ message, color, withBorder: true, autoClose });
}

/** Says that something is done. Messages are a live region, so screen readers say it too. */
export const done = (message: string): void => void show(message, 'teal', 4_000);

export const failed = (message: string): void => void show(message, 'red', 10_000);
