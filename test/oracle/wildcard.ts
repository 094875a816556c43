import type { PlainContext } from './request.ts'

/** One place of a pattern: any run of characters, any one character, or this one. */
export type Piece =
  | { readonly kind: 'run' }
  | { readonly kind: 'one' }
  | { readonly kind: 'char'; readonly char: string }

/** The reading of the two wildcards; everything else stands for itself. */
export const readPattern = (text: string): Piece[] =>
  [...text].map((char) => (char === '*' ? { kind: 'run' } : char === '?' ? { kind: 'one' } : { kind: 'char', char }))

/** No wildcard is read: StringEquals and its relatives. */
export const readLiteral = (text: string): Piece[] => [...text].map((char) => ({ kind: 'char', char }))

/** Tries, character by character, every length that a run may have. */
export function matches(pieces: readonly Piece[], text: string, at = 0, from = 0): boolean {
  const piece = pieces[at]
  if (piece === undefined) return from === text.length
  if (piece.kind === 'run') {
    for (let end = from; end <= text.length; end++) if (matches(pieces, text, at + 1, end)) return true
    return false
  }
  if (from === text.length) return false
  return (piece.kind === 'one' || piece.char === text[from]) && matches(pieces, text, at + 1, from + 1)
}

/**
 * Puts the request's values in place of `${…}`; null where a variable has no value and no default.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substitute(
  text: string,
  context: PlainContext,
  read: (text: string) => Piece[],
  version: '2008-10-17' | '2012-10-17',
): Piece[] | null {
  if (version === '2008-10-17') return read(text)
  const start = text.indexOf('${')
  const end = text.indexOf('}', start)
  if (start === -1 || end === -1) return read(text)
  const value = lookUp(text.slice(start + 2, end), context)
  const after = substitute(text.slice(end + 1), context, read, version)
  return value === null || after === null ? null : [...read(text.slice(0, start)), ...readLiteral(value), ...after]
}

function lookUp(variable: string, context: PlainContext): string | null {
  if (variable === '*' || variable === '?' || variable === '$') return variable
  const [key = '', fallback] = variable.split(", '")
  const value = context[key.toLowerCase()]?.[0]
  return value ?? (fallback === undefined ? null : fallback.slice(0, -1))
}

/**
 * Matches a resource ARN segment by segment: a run stays within its segment unless it ends the segment, or stands in
 * the sixth, which is the rest of the ARN. A pattern with fewer segments is completed with `*`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function matchesResource(pieces: readonly Piece[], resource: string): boolean {
  const colons = pieces.filter(isColon).length
  const arn = pieces
    .map((piece) => (piece.kind === 'char' ? piece.char : '*'))
    .join('')
    .startsWith('arn:')
  const completed = arn ? [...pieces, ...readPattern(':*'.repeat(Math.max(0, 5 - colons)))] : pieces
  return matchesSegments(completed, resource, 0, 0, 0)
}

function matchesSegments(pieces: readonly Piece[], text: string, at: number, from: number, segment: number): boolean {
  const piece = pieces[at]
  if (piece === undefined) return from === text.length
  if (piece.kind === 'run') {
    const next = pieces[at + 1]
    const crosses = segment >= 5 || next === undefined || isColon(next)
    for (let end = from; end <= text.length; end++) {
      if (matchesSegments(pieces, text, at + 1, end, segment)) return true
      if (!crosses && text[end] === ':') return false
    }
    return false
  }
  if (from === text.length) return false
  const fits = piece.kind === 'one' ? segment >= 5 || text[from] !== ':' : piece.char === text[from]
  return fits && matchesSegments(pieces, text, at + 1, from + 1, isColon(piece) ? segment + 1 : segment)
}

const isColon = (piece: Piece): boolean => piece.kind === 'char' && piece.char === ':'

/** Six parts, each against its own. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN */
export function matchesArn(pieces: readonly Piece[], arn: string): boolean {
  const patterns = splitPieces(pieces)
  const parts = splitArn(arn)
  return patterns.length === 6 && parts.length === 6 && parts.every((part, i) => matches(patterns[i] ?? [], part))
}

function splitPieces(pieces: readonly Piece[]): Piece[][] {
  const parts: Piece[][] = [[]]
  for (const piece of pieces) {
    if (isColon(piece) && parts.length < 6) parts.push([])
    else parts.at(-1)?.push(piece)
  }
  return parts
}

function splitArn(arn: string): string[] {
  const parts = arn.split(':')
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')]
}
