/** As somebody types them into one line: words that belong together in quotation marks. */
export function quotedWords(words: readonly string[]): string {
  return words
    .filter((word) => word !== '')
    .map((word) => (/\s/.test(word) ? `"${word}"` : word))
    .join(' ');
}
