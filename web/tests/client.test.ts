import { afterEach, describe, expect, it, vi } from 'vitest';
import { call, callAll, callRevised, onSignedOut, path, Problem } from '../src/api/client';
import { flagBody } from '../src/api/queries';
import { blankFlag } from '../src/features/flags/draft';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => new Response(body === null ? null : JSON.stringify(body), { status, headers });
const fetched = (...responses: (Response | Error)[]) => {
  const fake = vi.fn();
  for (const response of responses) {
    if (response instanceof Error) fake.mockRejectedValueOnce(response);
    else fake.mockResolvedValueOnce(response);
  }
  vi.stubGlobal('fetch', fake);
  return fake;
};
afterEach(() => vi.unstubAllGlobals());

describe('A call', () => {
  it('sends the revision it read, and brings the new one back', async () => {
    const fake = fetched(answer(200, { key: 'a' }, { ETag: '"2"' }));
    const saved = await callRevised('/x', { method: 'PUT', body: { key: 'a' }, match: '"1"' });
    expect(saved).toEqual({ value: { key: 'a' }, etag: '"2"' });
    expect(fake.mock.calls[0]![1].headers['If-Match']).toBe('"1"');
  });
  it('becomes a problem with its code and members', async () => {
    fetched(answer(400, { code: 'invalid_key', detail: 'No.', errors: { key: ['Bad.'] }, request_id: 'r' }));
    const problem = await call('/x').catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ status: 400, code: 'invalid_key', message: 'No.', errors: { key: ['Bad.'] }, requestId: 'r' });
  });
  it('is a problem of its own kind when no answer comes', async () => {
    fetched(new TypeError('offline'));
    await expect(call('/x')).rejects.toMatchObject({ status: 0, code: 'network' });
  });
  it('tells of a session that has ended', async () => {
    fetched(answer(401, { code: 'unauthenticated' }));
    const told = vi.fn();
    const stop = onSignedOut(told);
    await call('/api/v1/audit').catch(() => undefined);
    stop();
    expect(told).toHaveBeenCalledOnce();
  });
  it('survives an answer that is no JSON', async () => {
    fetched(new Response('<html>', { status: 502 }));
    await expect(call('/x')).rejects.toMatchObject({ status: 502, code: 'http_502' });
  });
});

it('All pages are read by their cursors', async () => {
  const fake = fetched(answer(200, { items: [1, 2], next: 'c' }), answer(200, { items: [3], next: null }));
  expect(await callAll('/x')).toEqual([1, 2, 3]);
  expect(fake.mock.calls[1]![0]).toContain('after=c');
});

it('Keys are escaped in paths', () => expect(path('/a/{key}', { key: 'x/y?' })).toBe('/a/x%2Fy%3F'));

it('A flag is sent without what the server adds and without members that are not set', () => {
  const body = flagBody({ ...blankFlag('a'), salt: null, created_at: 'x', updated_at: 'y' });
  expect(body).not.toHaveProperty('created_at');
  expect(body).not.toHaveProperty('salt');
  expect(body).toMatchObject({ key: 'a', rollout: 100 });
});
