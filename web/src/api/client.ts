/** A refusal by the server: RFC 9457 problem details, or what the network did in their shape. */
export class Problem extends Error {
  readonly status: number;
  /** Stable, snake_case; `network` when no answer came. */
  readonly code: string;
  /** Messages by member of the request. */
  readonly errors: Record<string, string[]>;
  readonly requestId: string | undefined;

  constructor(status: number, code: string, detail: string, errors: Record<string, string[]> = {}, requestId?: string) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.errors = errors;
    this.requestId = requestId;
  }
}

/** An item with the revision that the next write of it sends along. */
export interface Revised<T> {
  value: T;
  etag: string | null;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  query?: Record<string, string | number | undefined>;
  /** The revision read before; a lost race is 412. `*` asks that there be none yet. */
  match?: string | null;
  createOnly?: boolean;
  token?: string;
  signal?: AbortSignal;
}

const signedOut = new EventTarget();

/** Runs the listener whenever the server no longer knows who we are. */
export function onSignedOut(listener: () => void): () => void {
  signedOut.addEventListener('signed-out', listener);
  return () => signedOut.removeEventListener('signed-out', listener);
}

/** Fills `{places}` of a path with their values, escaped. */
export const path = (template: string, values: Record<string, string> = {}): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name]!));

export async function callRevised<T>(address: string, call: Call = {}): Promise<Revised<T>> {
  const query = Object.entries(call.query ?? {}).filter(([, value]) => value !== undefined && value !== '');
  const url = query.length === 0 ? address : `${address}?${new URLSearchParams(query.map(([name, value]) => [name, String(value)]))}`;
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (call.body !== undefined) headers['Content-Type'] = 'application/json';
  if (call.match) headers['If-Match'] = call.match;
  if (call.createOnly) headers['If-None-Match'] = '*';
  if (call.token) headers['Authorization'] = `Bearer ${call.token}`;

  let response: Response;
  try {
    response = await fetch(url, {
      method: call.method ?? 'GET',
      headers,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      ...(call.signal ? { signal: call.signal } : {}),
      credentials: 'same-origin',
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'network', String(error));
  }
  if (!response.ok) throw await problemOf(response, address);
  const value = response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  return { value, etag: response.headers.get('ETag') };
}

export const call = async <T>(address: string, options: Call = {}): Promise<T> => (await callRevised<T>(address, options)).value;

async function problemOf(response: Response, address: string): Promise<Problem> {
  let body: { code?: string; title?: string; detail?: string; errors?: Record<string, string[]>; request_id?: string } = {};
  try {
    body = (await response.json()) as typeof body;
  } catch {
    // A proxy in between answered in its own words: the status has to do.
  }
  if (response.status === 401 && !address.startsWith('/api/v1/session')) signedOut.dispatchEvent(new Event('signed-out'));
  return new Problem(response.status, body.code ?? `http_${response.status}`, body.detail ?? body.title ?? response.statusText, body.errors, body.request_id);
}

/** All pages of a list, up to `most` items. */
export async function callAll<T>(address: string, query: Record<string, string | undefined> = {}, most = 1000, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page = await call<Page<T>>(address, { query: { ...query, limit: 200, after }, signal });
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined && items.length < most);
  return items;
}
