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

const symbols = 128

export function findMarks(words: readonly string[]): MarkFinder {
  const next: number[][] = [new Array<number>(symbols).fill(-1)]
  const ends: number[][] = [[]]
  words.forEach((word, index) => {
    let state = 0
    for (let i = 0; i < word.length; i++) {
      const symbol = fold(word.charCodeAt(i))
      const row = next[state] ?? []
      let to = row[symbol] ?? -1
      if (to < 0) {
        to = next.length
        next.push(new Array<number>(symbols).fill(-1))
        ends.push([])
        row[symbol] = to
      }
      state = to
    }
    ends[state]?.push(index)
  })
  const table = completeTable(next, ends)
  const hasEnd = Uint8Array.from(ends, (list) => (list.length > 0 ? 1 : 0))
  const lengths = words.map((word) => word.length)

  return {
    words,
    find(text) {
      const marks: Mark[] = []
      let state = 0
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i)
        state = code < symbols ? (table[state * symbols + fold(code)] ?? 0) : 0
        if (hasEnd[state] === 1)
          for (const word of ends[state] ?? []) marks.push({ word, at: i + 1 - (lengths[word] ?? 0) })
      }
      return marks
    },
  }
}

const fold = (code: number): number => (code >= 65 && code <= 90 ? code + 32 : code)

/** Follows the failure links once, so that `find` takes one step for each character. */
function completeTable(next: number[][], ends: number[][]): Int32Array {
  const table = new Int32Array(next.length * symbols)
  const failure = new Int32Array(next.length)
  const queue: number[] = []
  for (let symbol = 0; symbol < symbols; symbol++) {
    const to = next[0]?.[symbol] ?? -1
    if (to > 0) queue.push(to)
    table[symbol] = Math.max(to, 0)
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0
    const fallback = failure[state] ?? 0
    ends[state]?.push(...(ends[fallback] ?? []))
    for (let symbol = 0; symbol < symbols; symbol++) {
      const to = next[state]?.[symbol] ?? -1
      const onFailure = table[fallback * symbols + symbol] ?? 0
      if (to > 0) {
        failure[to] = onFailure
        queue.push(to)
      }
      table[state * symbols + symbol] = to > 0 ? to : onFailure
    }
  }
  return table
}
