/** Without case, accents and doubled spaces, as people type when they search. */
export function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[’']/gu, " ")
    .replace(/\s+/gu, " ")
    .trim()
    .toLowerCase();
}

/** Those in which every word that was typed begins or stands inside a word. */
export function found<T>(items: readonly T[], typed: string, words: (item: T) => string): readonly T[] {
  const wanted = folded(typed).split(" ").filter(Boolean);
  if (wanted.length === 0) return items;
  return items.filter((item) => {
    const text = folded(words(item));
    return wanted.every((word) => text.includes(word));
  });
}
