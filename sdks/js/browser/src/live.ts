const longestPauseMs = 25_000;
const silenceMs = 5_000;

/**
 * Calls `changed` with the ruleset's version when it may have changed, 0 where that is unknown. Listens to the server's event
 * stream while the page is visible (hidden pages would use up the browser's six connections per host); where that fails it
 * polls, at most 30 s apart.
 */
export const live = (address: () => Promise<string>, changed: (version: number) => void, signal: AbortSignal): void => {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const idle = () => document.hidden || signal.aborted;
  const close = () => {
    clearTimeout(timer);
    source?.close();
  };
  const retry = () => {
    close();
    timer = setTimeout(wake, Math.random() * longestPauseMs); // not all pages at once
  };
  const open = async () => {
    try {
      const stream = await address();
      close();
      if (idle()) return;
      source = new EventSource(stream);
      source.onerror = retry; // A token opens one stream only, so the browser's own reconnecting would be refused.
      source.addEventListener("change", (event) => {
        clearTimeout(timer);
        changed(JSON.parse(event.data).version);
      });
      timer = setTimeout(retry, silenceMs); // The first notice comes at once, unless something in between holds the stream back.
    } catch {
      retry();
    }
  };
  const wake = () => {
    close();
    if (idle()) return;
    changed(0);
    open();
  };
  addEventListener("visibilitychange", wake, { signal });
  addEventListener("online", wake, { signal });
  signal.onabort = close;
  open();
};
