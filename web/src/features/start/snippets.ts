import curl from './snippets/curl.sh?raw';
import gate from './snippets/gate.cs?raw';
import minimal from './snippets/minimal.cs?raw';
import react from './snippets/react.tsx?raw';

/** What stands in the snippets for the reader's own: the files are compiled as they are by the tests. */
const places = { address: 'https://turnout.example.com', key: 'YOUR_KEY', flag: 'my-first-flag' };

/** Code for the reader's own application. */
export const snippets = { minimal, gate, react, curl };

export type Stack = keyof typeof snippets;

/** The code with the real address and flag and, once it is made, the real key. */
export const snippet = (stack: Stack, real: typeof places): string =>
  (Object.keys(places) as (keyof typeof places)[]).reduce((code, place) => code.replaceAll(places[place], () => real[place]), snippets[stack]).trim();
