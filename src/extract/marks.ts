/**
 * Finds many literal words in one pass (Aho and Corasick, 1975): the time is linear in the text plus the hits, whatever
 * the words are and whatever an adversary types. ASCII case is ignored.
 */
export interface Mark {
  readonly word: number
  readonly at: number
}

export interface MarkFinder {
  readonly words: readonly string[]
  readonly find: (text: string) => readonly Mark[]
}

/** Finds `words`, which are lower case and ASCII. */
export function findMarks(words: readonly string[]): MarkFinder {
  const symbols = symbolsOf(words)
  const width = Math.max(...symbols) + 1
  const { next, ends } = trieOf(words, symbols, width)
  const table = completeTable(next, ends, width)
  const hasEnd = Uint8Array.from(ends, (list) => (list.length > 0 ? 1 : 0))
  const lengths = words.map((word) => word.length)

  return {
    words,
    find(text) {
      const marks: Mark[] = []
      let state = 0
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i)
        state = code < 128 ? (table[state * width + (symbols[code] ?? 0)] ?? 0) : 0
        if (hasEnd[state] === 1)
          for (const word of ends[state] ?? []) marks.push({ word, at: i + 1 - (lengths[word] ?? 0) })
      }
      return marks
    },
  }
}

/** A small number for each character that a word holds, in either case; 0 for all others. It keeps the table small. */
function symbolsOf(words: readonly string[]): Uint8Array {
  const symbols = new Uint8Array(128)
  let count = 0
  for (const character of new Set(words.join(''))) {
    count++
    symbols[character.charCodeAt(0)] = count
    symbols[character.toUpperCase().charCodeAt(0)] = count
  }
  return symbols
}

function trieOf(
  words: readonly string[],
  symbols: Uint8Array,
  width: number,
): { readonly next: number[][]; readonly ends: number[][] } {
  const next: number[][] = [new Array<number>(width).fill(-1)]
  const ends: number[][] = [[]]
  words.forEach((word, index) => {
    let state = 0
    for (let i = 0; i < word.length; i++) {
      const symbol = symbols[word.charCodeAt(i)] ?? 0
      const row = next[state] ?? []
      let to = row[symbol] ?? -1
      if (to < 0) {
        to = next.length
        next.push(new Array<number>(width).fill(-1))
        ends.push([])
        row[symbol] = to
      }
      state = to
    }
    ends[state]?.push(index)
  })
  return { next, ends }
}

/** Follows the failure links once, so that `find` takes one step for each character. */
function completeTable(next: number[][], ends: number[][], width: number): Uint16Array {
  const table = new Uint16Array(next.length * width)
  const failure = new Uint16Array(next.length)
  const queue: number[] = []
  for (let symbol = 0; symbol < width; symbol++) {
    const to = next[0]?.[symbol] ?? -1
    if (to > 0) queue.push(to)
    table[symbol] = Math.max(to, 0)
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0
    const fallback = failure[state] ?? 0
    ends[state]?.push(...(ends[fallback] ?? []))
    for (let symbol = 0; symbol < width; symbol++) {
      const to = next[state]?.[symbol] ?? -1
      const onFailure = table[fallback * width + symbol] ?? 0
      if (to > 0) {
        failure[to] = onFailure
        queue.push(to)
      }
      table[state * width + symbol] = to > 0 ? to : onFailure
    }
  }
  return table
}
