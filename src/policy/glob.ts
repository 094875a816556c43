/**
 * A pattern of IAM's: `*` stands for any run of characters, `?` for exactly one. A token is a literal or a wildcard, so
 * that a literal star (`${*}`, or one that came out of a policy variable) is never taken for a wildcard.
 */
export type Token = string | { readonly wildcard: '*' | '?' }

export type Matcher = (text: string) => boolean

/** Splits plain pattern text into tokens. */
export function tokenize(pattern: string): Token[] {
  return pattern
    .split(/([*?])/)
    .filter((part) => part !== '')
    .map((part) => (part === '*' || part === '?' ? { wildcard: part } : part))
}

/** A run between two stars: its text, where a NUL stands for `?`. */
type Run = { readonly text: string; readonly anyAt: readonly number[] }

/**
 * Compiles tokens to a matcher. Runs between stars are found leftmost-first, one after the other, and never again: each
 * character of the text is looked at once a run at most, so that a pattern of a thousand stars cannot run away.
 */
export function compileGlob(tokens: readonly Token[]): Matcher {
  const runs = toRuns(tokens)
  const [first, ...others] = runs
  if (first === undefined) return (text) => text === ''
  const last = others.at(-1)
  if (last === undefined) {
    if (first.anyAt.length === 0) return (text) => text === first.text
    return (text) => text.length === first.text.length && fitsAt(text, 0, first)
  }
  const between = others.slice(0, -1).filter((run) => run.text !== '')
  const least = runs.reduce((sum, run) => sum + run.text.length, 0)
  return (text) => {
    if (text.length < least || !fitsAt(text, 0, first)) return false
    const end = text.length - last.text.length
    if (!fitsAt(text, end, last)) return false
    let from = first.text.length
    for (const run of between) {
      const at = find(text, from, end, run)
      if (at < 0) return false
      from = at + run.text.length
    }
    return from <= end
  }
}

function toRuns(tokens: readonly Token[]): Run[] {
  const runs: { text: string; anyAt: number[] }[] = [{ text: '', anyAt: [] }]
  for (const token of tokens) {
    const run = runs.at(-1)
    if (run === undefined) continue
    if (typeof token === 'string') run.text += token
    else if (token.wildcard === '*') runs.push({ text: '', anyAt: [] })
    else {
      run.anyAt.push(run.text.length)
      run.text += '\0'
    }
  }
  return runs
}

function fitsAt(text: string, at: number, run: Run): boolean {
  if (run.anyAt.length === 0) return text.startsWith(run.text, at)
  if (at + run.text.length > text.length) return false
  let next = 0
  for (let i = 0; i < run.text.length; i++) {
    if (run.anyAt[next] === i) next++
    else if (text.charCodeAt(at + i) !== run.text.charCodeAt(i)) return false
  }
  return true
}

function find(text: string, from: number, end: number, run: Run): number {
  if (run.anyAt.length === 0) {
    const at = text.indexOf(run.text, from)
    return at >= 0 && at + run.text.length <= end ? at : -1
  }
  for (let at = from; at + run.text.length <= end; at++) if (fitsAt(text, at, run)) return at
  return -1
}

/**
 * A pattern for ARNs: each of the six parts, the last being the rest of the ARN, is a pattern of its own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function compileArnGlob(tokens: readonly Token[]): Matcher {
  const parts = splitAtColons(tokens).map(compileGlob)
  const last = parts.pop()
  if (last === undefined || parts.length < 5) return () => false
  return (text) => {
    let from = 0
    for (const fits of parts) {
      const colon = text.indexOf(':', from)
      if (colon < 0 || !fits(text.slice(from, colon))) return false
      from = colon + 1
    }
    return last(text.slice(from))
  }
}

/** Splits at the first five colons. */
function splitAtColons(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    const pieces = typeof token === 'string' ? token.split(/(?<=:)/) : [token]
    for (const piece of pieces) {
      const ends = typeof piece === 'string' && piece.endsWith(':') && parts.length < 6
      parts.at(-1)?.push(ends ? piece.slice(0, -1) : piece)
      if (ends) parts.push([])
    }
  }
  return parts
}
