/** A small shop's worth of flags, segments, metrics and experiments, with results worth looking at. */
export async function seed(api, { environment = 'production', users = 1200 } = {}) {
  const at = `/api/v1/environments/${environment}`;
  const betaTesters = { if: { any: [{ attribute: 'plan', op: 'equals', value: 'enterprise' }, { attribute: 'email', op: 'ends_with', value: '@example.com', ignore_case: true }] }, description: 'Customers who asked to see things early' };
  for (const one of [environment, 'development']) await api('PUT', `/api/v1/environments/${one}/segments/beta-testers`, betaTesters);
  await api('PUT', `${at}/metrics/purchase`, { event: 'purchase', type: 'proportion', description: 'Did they buy within a week?' });
  await api('PUT', `${at}/metrics/revenue`, { event: 'purchase', type: 'sum', description: 'What did they spend within a week?' });
  await api('PUT', `${at}/metrics/support-contact`, { event: 'support_contact', type: 'proportion', goal: 'decrease', description: 'Guardrail: did they need help?' });
  for (const [key, environmentWeight] of [['upgrade-button', { control: 1, urgent: 1, value: 1 }], ['search-ranking', { control: 1, treatment: 1 }]])
    await api('POST', `${at}/experiments`, {
      key,
      description: key === 'upgrade-button' ? 'Which words make people upgrade?' : 'New ranking of search results',
      hypothesis: key === 'upgrade-button' ? 'Because people do not see what the upgrade is for, naming its value will make more of them buy.' : 'Better first results save a search.',
      variants: Object.entries(environmentWeight).map(([variant, weight]) => ({ key: variant, weight })),
      metrics: ['purchase', 'revenue', 'support-contact'],
    });
  await api('POST', `${at}/experiments`, { key: 'onboarding-tour', description: 'A tour for new teams', unit: 'team', variants: [{ key: 'control', weight: 1 }, { key: 'tour', weight: 1 }], metrics: ['purchase'], traffic: 50, layer: { key: 'first-week', from: 0, to: 5000 } });
  await api('PUT', `${at}/flags/checkout.new_ui`, {
    description: 'The new checkout, one page instead of four',
    enabled: true,
    deny: ['user-banned'],
    allow: ['user-ada', 'user-grace'],
    rules: [
      { name: 'Beta', if: { segment: 'beta-testers' }, serve: 'on' },
      { if: { all: [{ attribute: 'plan', op: 'equals', value: 'pro' }, { attribute: 'country', op: 'in', value: ['DE', 'FR', 'NL'] }] }, serve: { rollout: 50 } },
    ],
    rollout: 10,
    tags: ['checkout', 'web'],
  });
  await api('PUT', `${at}/flags/payments.enabled`, { description: 'Takes payments. Off shows “back soon”', enabled: true, critical: true, tags: ['payments'] });
  await api('PUT', `${at}/flags/signup.open`, { description: 'New accounts can be made', enabled: true, critical: true });
  await api('PUT', `${at}/flags/upgrade.button_text`, {
    description: 'The words on the upgrade button',
    type: 'string',
    enabled: true,
    variants: [{ key: 'control', value: 'Upgrade' }, { key: 'urgent', value: 'Upgrade now' }, { key: 'value', value: 'See all reports' }],
    off_variant: 'control',
    rules: [{ if: { all: [] }, serve: { experiment: 'upgrade-button' } }],
    tags: ['growth'],
  });
  await api('PUT', `${at}/flags/search.page_size`, { description: 'Results on a page', type: 'number', enabled: true, variants: [{ key: 'small', value: 10 }, { key: 'large', value: 25 }], off_variant: 'small', on_variant: 'large', rollout: 25, tags: ['search'] });
  await api('PUT', `${at}/flags/home.banner`, { description: 'What the banner says', type: 'json', enabled: false, variants: [{ key: 'winter', value: { text: 'Winter sale', colour: 'blue' } }, { key: 'none', value: {} }], off_variant: 'none' });
  await api('PUT', '/api/v1/environments/development/flags/checkout.new_ui', { description: 'The new checkout, one page instead of four', enabled: true });
  const { key } = await api('POST', `${at}/keys`, { kind: 'server', name: 'Shop backend' });
  await api('POST', `${at}/keys`, { kind: 'client', name: 'Web shop' });
  await api('POST', `${at}/experiments/upgrade-button/launch`);
  await api('POST', `${at}/experiments/search-ranking/launch`);
  // Chance with a seed: the same people every time.
  let state = 20261121;
  const chance = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32);
  const events = [];
  const buys = { control: 0.2, urgent: 0.19, value: 0.38 };
  const now = Date.now();
  for (let n = 0; n < users; n++) {
    const user_id = `user-${n}`;
    const variant = ['control', 'urgent', 'value'][Math.floor(chance() * 3)];
    const seen = now - Math.floor(chance() * 6 * 86_400_000) - 3_600_000;
    const view = (slug, shown, id) => ({ id, event: 'experiment_viewed', timestamp: new Date(seen).toISOString(), user_id, properties: { experiment_slug: slug, variant: shown, assignment_type: 'deterministic' } });
    events.push(view('upgrade-button', variant, `view-${n}`));
    // A split that lost people on the way: the alarm has something to ring for.
    const ranked = chance() < 0.5 ? 'control' : 'treatment';
    if (ranked === 'control' || chance() < 0.7) events.push(view('search-ranking', ranked, `rank-${n}`));
    if (chance() < buys[variant]) events.push({ id: `buy-${n}`, event: 'purchase', timestamp: new Date(seen + 1_800_000).toISOString(), user_id, value: Math.round(chance() * 9000) / 100 });
    if (chance() < 0.04) events.push({ id: `help-${n}`, event: 'support_contact', timestamp: new Date(seen + 900_000).toISOString(), user_id });
  }
  for (let from = 0; from < events.length; from += 1000) await api('POST', '/api/v1/events', { events: events.slice(from, from + 1000) }, key);
  return { serverKey: key };
}
