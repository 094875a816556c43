import type { Verdict } from '../refusal/error-codes.ts'

/** Where a field comes from, the least exact first. A more exact source wins. */
export const sources = [
  'prose', // a person's words
  'command', // a command line, a statement in SQL
  'call', // an SDK's call in source code
  'request', // HTTP verb and path
  'url', // an address beside the error
  'field', // `name: value` beside the error
  'frame', // an SDK client's stack frame
  'error', // the error's own text
  'flag', // `--bucket`, `--key`
  'record', // a structured field of the error itself, CloudTrail, an access log
  'sentence', // AWS's sentence
] as const
export type Source = (typeof sources)[number]

export interface Found<T> {
  readonly value: T
  readonly source: Source
}

/** What an address points at. `key` is left out for a whole bucket. */
export interface Target {
  readonly bucket?: string
  readonly key?: string
  readonly accessPoint?: string
  readonly region?: string
  readonly versionId?: string
}

/** One thing that a shape read: an error, or something said beside it. */
export interface Finding {
  readonly at: number
  readonly end: number
  /** `error`: this happened. `context`: a fact for the error that it stands near. `foreign`: another system's mark. */
  readonly role: 'error' | 'context' | 'foreign'
  readonly source: Source
  /** A weak error has a status or a tool's wording, and no code or sentence of AWS's. */
  readonly weak?: true
  /** A person's mention, which counts only beside a target or an operation. */
  readonly loose?: true
  /** More general readings inside this span are not taken: it was read whole. */
  readonly covers?: true
  /** For context in a record of its own: the error that it belongs to follows, or came before. */
  readonly toward?: 'next' | 'previous'
  readonly verdict?: Verdict
  /** It can only be S3's; another service's is dropped. */
  readonly s3?: true
  readonly otherService?: true
  readonly target?: Target
  /** Which side of a copy the target is. */
  readonly side?: 'from' | 'to'
  readonly key?: string
  readonly principal?: string
  readonly operation?: string
  readonly action?: string
  readonly message?: string
  readonly requestId?: string
  readonly region?: string
  readonly kmsKeyArn?: string
}

/** A part of the text that one occurrence of a shape's mark may look at. No two of a shape overlap in one direction. */
export interface Reading {
  readonly text: string
  /** Where the mark begins. */
  readonly at: number
  /** The text from the mark on. */
  readonly ahead: string
  /** The text before the mark, back to the shape's last mark. */
  readonly back: string
  /** The last characters before the mark, whatever they belong to: what a boundary is judged by. */
  readonly near: string
  readonly mark: string
}

/** One shape of error or of fact: the literal words that give it away, and what to read where one stands. */
export interface Shape {
  readonly name: string
  /** Lower case; the text's ASCII case is ignored. */
  readonly marks: readonly string[]
  /** Read from any text; inside the span of a finding that covers, it is not taken. */
  readonly general?: true
  readonly read: (reading: Reading) => readonly Finding[]
}

/** The longest end of a text whose characters all fit, found backwards: a pattern would try every beginning. */
export function endOf(text: string, fits: (code: number) => boolean, most: number): string {
  let from = text.length
  while (from > 0 && text.length - from < most && fits(text.charCodeAt(from - 1))) from--
  return text.slice(from)
}
