// Visitors for the shop's landing page, as browsers would be: each asks for its variant, and some click. Usage:
//   node samples/shop/visitors.mjs ADDRESS CLIENT_KEY [HOW_MANY]
// The benefit-focused hero persuades 18 of 100 to click, the other 10: what the experiment should find out. They are the same visitors each
// time, and each of their events has an id: sent again, it counts once.
const [address, key, howMany = "2000"] = process.argv.slice(2);
const clicks = { control: 0.1, "benefit-focused": 0.18 };

const post = async (path, body) => {
  const response = await fetch(address + path, {
    method: "POST", headers: { "X-API-Key": key, "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
};

// Numbers that look random and are the same each time (a linear congruential generator).
let state = 42;
const random = () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;

const events = [];
for (let i = 0; i < Number(howMany); i++) {
  const visitor_id = `visitor-${i}`;
  const { experiments, assignments } = await post("/api/v1/evaluate", { context: { visitor_id }, flags: [] });
  const variant = experiments["landing-hero"];
  if (!variant) throw new Error("The experiment landing-hero is not running; start the shop first.");
  const properties = { experiment_slug: "landing-hero", variant, assignment_type: assignments["landing-hero"].assignment_type };
  events.push({ id: `${visitor_id}-viewed`, event: "experiment_viewed", visitor_id, properties });
  if (random() < clicks[variant])
    events.push({ id: `${visitor_id}-clicked`, event: "experiment_conversion", visitor_id, properties: { ...properties, conversion_event: "hero_clicked" } });
}
for (let i = 0; i < events.length; i += 1000) await post("/api/v1/events", { events: events.slice(i, i + 1000) });
console.log(`${howMany} visitors have been there.`);
