const firstNoticeMs = 5_000;
const spreadMs = 20_000;

/**
 * Calls `changed` with the ruleset's version when it may have changed, 0 where that is unknown. Listens to the server's event
 * stream while the page is visible (hidden pages would use up the browser's six connections per host); where that fails it
 * polls, at most 30 s apart. `ask` gives a token, which opens one stream, or none.
 */
export const live = (address: string, ask: () => Promise<{ token?: string }>, changed: (version: number) => void, signal: AbortSignal): void => {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const close = () => {
    source?.close();
    timer = clearTimeout(timer) as undefined;
  };
  const again = () => {
    close();
    timer = setTimeout(open, firstNoticeMs + Math.random() * spreadMs, 1); // not all pages at once
  };
  const open = async (missed?: unknown) => {
    close();
    if (document.hidden) return;
    if (missed) changed(0);
    again(); // unless the first notice comes, which something in between may hold back
    const { token } = await ask();
    if (!token || !timer) return;
    source?.close();
    try {
      source = new EventSource(address + token);
      source.onerror = again; // A token opens one stream only, so the browser's own reconnecting would be refused.
      source.addEventListener("change", (event) => {
        clearTimeout(timer);
        changed(+event.lastEventId);
      });
    } catch {
      // There are no streams here: the timer goes on, and polls.
    }
  };
  addEventListener("visibilitychange", open, { signal });
  addEventListener("online", open, { signal });
  signal.onabort = close;
  open();
};
