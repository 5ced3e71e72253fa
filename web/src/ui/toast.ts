import { notifications } from '@mantine/notifications';

/** Says that something is done. Notifications are a live region, so screen readers say it too. */
export const done = (message: string): void => void notifications.show({ message, color: 'teal', withBorder: true });

export const failed = (message: string): void => void notifications.show({ message, color: 'red', withBorder: true, autoClose: 10_000 });
