/** Code for the reader's own application, with the real address and, once it is made, the real key. */
export interface Place {
  address: string;
  key: string;
  flag: string;
}

export const snippets = {
  minimal: ({ address, key, flag }: Place) => `using Turnout.Client;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddTurnout(options =>
{
    options.ServerUrl = new Uri("${address}");
    options.Key = "${key}";
});
var app = builder.Build();

app.MapGet("/", (RequestFlags flags) => flags.IsEnabled("${flag}") ? "the new way" : "the old way");

app.Run();`,
  gate: ({ flag }: Place) => `// Existing Microsoft.FeatureManagement code goes on as it is:
[FeatureGate("${flag}")]
public IActionResult Checkout() => View();`,
  react: ({ address, key, flag }: Place) => `import { TurnoutProvider, useFlag } from '@turnout/react';

const Checkout = () => (useFlag('${flag}', false) ? <NewWay /> : <OldWay />);

export const App = () => (
  <TurnoutProvider url="${address}" clientKey="${key}" context={{ userId: 'user-1' }}>
    <Checkout />
  </TurnoutProvider>
);`,
  curl: ({ address, key, flag }: Place) => `curl -sX POST ${address}/api/v1/evaluate \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"context":{"user_id":"user-1"},"flags":["${flag}"]}'`,
};

export type Stack = keyof typeof snippets;
