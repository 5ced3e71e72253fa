/** Splits "checkout.newUI-2" into its words. */
const words = (text: string): string[] => text.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[\s._\-/:]+/);

function score(query: string, text: string): number {
  const lower = text.toLowerCase();
  if (lower === query) return 100;
  if (lower.startsWith(query)) return 80;
  const parts = words(text);
  if (parts.some((part) => part.startsWith(query))) return 60;
  if (lower.includes(query)) return 40;
  const wanted = words(query).filter((word) => word !== '');
  if (wanted.length > 1 && wanted.every((word) => parts.some((part) => part.startsWith(word)))) return 50;
  // "cnu" finds "checkout.new_ui": the first letters of its words.
  if (parts.map((part) => part[0] ?? '').join('').includes(query)) return 30;
  return 0;
}

/** The items that fit the query, best first, at most `most`; all in their order where there is no query. */
export function rank<T>(query: string, items: readonly T[], text: (item: T) => string, most: number): T[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return items.slice(0, most);
  return items
    .map((item, index) => ({ item, index, score: score(wanted, text(item)) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score || text(a.item).length - text(b.item).length || a.index - b.index)
    .slice(0, most)
    .map((one) => one.item);
}
