// Fills a server with 5,000 flags and 500 experiments, and what a busy company has besides: for measure-pages.mjs.
export async function fill(api, { flags = 5000, experiments = 500, environment = 'production', log = console.error } = {}) {
  const at = `/api/v1/environments/${environment}`;
  const teams = ['checkout', 'search', 'growth', 'mobile', 'payments', 'onboarding', 'reports', 'billing'];
  const team = (n) => teams[n % teams.length];
  const each = async (count, run) => {
    let next = 0;
    await Promise.all(Array.from({ length: 24 }, async () => { for (let n = next++; n < count; n = next++) await run(n); }));
  };
  for (const name of teams) await api('PUT', `${at}/segments/${name}-beta`, { description: `Who tries things of ${name} first`, if: { any: [{ attribute: 'plan', op: 'equals', value: 'enterprise' }, { attribute: 'email', op: 'ends_with', value: `@${name}.example.com` }] } });
  await api('PUT', `${at}/metrics/purchase`, { event: 'purchase', type: 'proportion' });
  await api('PUT', `${at}/metrics/revenue`, { event: 'purchase', type: 'sum' });
  await each(experiments, (n) =>
    api('POST', `${at}/experiments`, { key: `${team(n)}-test-${n}`, description: `Does it help ${team(n)}? Attempt ${n}`, variants: [{ key: 'control', weight: 1, value: false }, { key: 'treatment', weight: 1, value: true }], metrics: ['purchase', 'revenue'] }));
  log(`${experiments} experiments`);
  for (let n = 0; n < 40; n++) await api('POST', `${at}/experiments/${team(n)}-test-${n}/launch`);
  await each(flags, (n) =>
    api('PUT', `${at}/flags/${team(n)}.feature_${String(n).padStart(4, '0')}`, {
      description: `Feature ${n} of ${team(n)}, switched on step by step`,
      enabled: n % 3 !== 0,
      critical: n % 500 === 0,
      tags: [team(n), n % 2 === 0 ? 'web' : 'api'],
      rollout: [100, 0, 10, 25, 50][n % 5],
      ...(n % 4 === 0 ? { rules: [{ name: 'Beta', if: { segment: `${team(n)}-beta` }, serve: 'on' }, { if: { all: [{ attribute: 'country', op: 'in', value: ['DE', 'FR', 'NL'] }, { attribute: 'plan', op: 'equals', value: 'pro' }] }, serve: { rollout: 30 } }] } : {}),
      ...(n % 25 === 1 ? { rules: [{ if: { all: [] }, serve: { experiment: `${team(n % experiments)}-test-${n % experiments}` } }] } : {}),
    }));
  log(`${flags} flags`);
  const { key } = await api('POST', `${at}/keys`, { kind: 'server', name: 'Backend' });
  const now = Date.now();
  for (let from = 0; from < 4000; from += 500)
    await api('POST', '/api/v1/events', {
      events: Array.from({ length: 500 }, (_, i) => from + i).flatMap((n) => [
        { id: `view-${n}`, event: 'experiment_viewed', timestamp: new Date(now - 3_600_000).toISOString(), user_id: `user-${n}`, properties: { experiment_slug: 'checkout-test-0', variant: n % 2 === 0 ? 'control' : 'treatment', assignment_type: 'deterministic' } },
        ...(n % 5 === 0 ? [{ id: `buy-${n}`, event: 'purchase', timestamp: new Date(now - 1_800_000).toISOString(), user_id: `user-${n}`, value: n % 90 }] : []),
      ]),
    }, key);
  await each(1000, (n) => api('POST', '/api/v1/evaluate', { context: { user_id: `user-${n}`, plan: n % 7 === 0 ? 'enterprise' : n % 3 === 0 ? 'pro' : 'free', country: ['DE', 'FR', 'US', 'NL'][n % 4] }, flags: ['checkout.feature_0000'] }, key));
  log('contexts and events');
}
