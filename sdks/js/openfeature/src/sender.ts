import type { TrackedEvent, TrackingOptions } from "./index.js";

const keep = 1_000;
const batchSize = 100;
const delayMs = 500;
const delayAfterFailureMs = 10_000;

/** Sends events in batches, keeps those that could not be sent, and gives up the oldest beyond a thousand. */
export const createSender = ({ url, key, onError }: TrackingOptions) => {
  const inPage = typeof document === "object";
  // In a page: plain text and the (public) key in the address, a request without preflight, which a page that is being left can still send.
  const address = `${url.replace(/\/$/, "")}/ofrep/v1/track${inPage ? `?key=${encodeURIComponent(key)}` : ""}`;
  const headers: Record<string, string> = inPage ? {} : { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  let waiting: TrackedEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> | undefined;

  const later = (delay: number) => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, delay);
    // Node's timers would keep a program alive that has nothing else to do; closing the provider sends what waits.
    if (!inPage) (timer as unknown as { unref?(): void }).unref?.();
  };

  /** Sends events; `refused` are those that the server will never take as they are. */
  const send = async (events: readonly TrackedEvent[]): Promise<"taken" | "refused" | "failed"> => {
    try {
      const response = await fetch(address, {
        method: "POST", headers, body: JSON.stringify({ version: 1, events }), keepalive: inPage && document.hidden, signal: AbortSignal.timeout(10_000),
      });
      if (response.status === 202) {
        const answer = await response.json() as { refused?: unknown };
        if (answer.refused) onError?.(answer);
        return "taken";
      }
      const refused = response.status === 400 || response.status === 413;
      if (!refused || events.length === 1) onError?.(response);
      return refused ? "refused" : "failed";
    } catch (error) {
      onError?.(error);
      return "failed";
    }
  };

  const sendAll = async (): Promise<void> => {
    let size = batchSize;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, size);
      const outcome = await send(batch);
      if (outcome === "failed") return later(delayAfterFailureMs);
      // One bad event must not take the others with it: from here on each goes alone.
      if (outcome === "refused" && batch.length > 1) size = 1;
      else waiting = waiting.filter((event) => !batch.includes(event));
    }
  };
  const flush = (): Promise<void> => sending ??= sendAll().finally(() => {
    sending = undefined;
  });

  const onHidden = () => {
    if (document.hidden) void flush();
  };
  if (inPage) document.addEventListener("visibilitychange", onHidden);

  return {
    add(event: TrackedEvent) {
      waiting = [...waiting, event].slice(-keep);
      later(delayMs);
    },
    flush,
    close(): Promise<void> {
      if (inPage) document.removeEventListener("visibilitychange", onHidden);
      return flush();
    },
  };
};
