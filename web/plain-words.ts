// Words as people type them when they seek something: without accents, capitals and curly quotes.

/** Letters that are no other letter with a mark, as people type them who lack them. */
const LETTERS: Readonly<Record<string, string>> = {
  đ: 'd',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  '’': "'",
  '‘': "'",
}

export const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đßøłæœ’‘]/g, (letter) => LETTERS[letter] ?? letter)

export const wordsIn = (text: string): string[] => plain(text).split(/\s+/).filter(Boolean)
