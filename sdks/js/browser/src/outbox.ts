import type { DeviceStorage } from "./storage.js";
import type { TurnoutEvent } from "./types.js";

const keep = 1000;
const delayMs = 500;
const delayAfterFailureMs = 25_000;

/**
 * Keeps events on the device until the server has acknowledged them, so that a closed tab or a lost network loses none. Tabs share
 * one outbox: any of them may send what another left, because an event counts once however often it is sent.
 * Returns what adds an event, what sends those that wait, and what sends them soon.
 */
export const createOutbox = (name: string, storage: DeviceStorage, running: () => unknown, send: (body: string) => Promise<{ accepted?: number; status?: number }>) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let size = 50; // about 20 kB

  const waiting = () => storage.get<TurnoutEvent[]>(name) || [];
  const later = (delay = delayMs) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (running()) flush();
    }, delay);
  };
  const flush = async (): Promise<void> => {
    const batch = waiting().slice(0, size);
    if (!batch[0]) return;
    const body = JSON.stringify({ events: batch });
    const { accepted, status } = await send(body);
    const refused = status === 400 || status === 413;
    if (accepted! >= 0 || (refused && !batch[1])) storage.set(name, waiting().filter(({ id }) => !body.includes(id)));
    else if (refused) size = 1; // One bad event must not take the others with it: from here on each goes alone.
    else return later(delayAfterFailureMs);
    return flush();
  };
  const add = (event: TurnoutEvent) => {
    storage.set(name, [...waiting(), event].slice(-keep));
    later();
  };
  return [add, flush, later] as const;
};
