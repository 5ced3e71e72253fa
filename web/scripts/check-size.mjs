// Fails when the first load (the page, its scripts, its styles and the flags page) is larger than the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const budget = 200_000;
const page = readFileSync('dist/index.html', 'utf8');
const wanted = new Set([...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]));
// What those import at once, and what the page that everyone sees first needs.
const first = readdirSync('dist/assets').find((name) => /^FlagsPage-.*\.js$/.test(name));
const queue = [...wanted, `assets/${first}`];
const seen = new Set();
while (queue.length > 0) {
  const file = queue.pop();
  if (seen.has(file)) continue;
  seen.add(file);
  if (!file.endsWith('.js')) continue;
  const source = readFileSync(`dist/${file}`, 'utf8');
  for (const [, name] of source.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) queue.push(`assets/${name}`);
}
const size = [...seen].reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length, gzipSync(page).length);
console.log(`First load: ${(size / 1000).toFixed(1)} kB gzip in ${seen.size} files; the budget is ${budget / 1000} kB.`);
if (size > budget) process.exit(1);
