import { passageBreak } from './normalize.ts'

/**
 * A record is what one error prints: a line and the lines that continue it (indented, a stack's frames, a body in XML, an
 * object's inside). Errors of one record belong together; facts of one record belong to its error first.
 */
export interface Records {
  /** Where each record begins, in order. */
  readonly starts: readonly number[]
  readonly at: (position: number) => number
  readonly passageOf: (record: number) => number
  readonly textOf: (record: number) => string
}

const continues = /^(?: {2}|[}\])<]|at |from \/|Caused by|\.\.\.|-{2,3}>|StatusCode:|RequestID:)/
const unfinished = /(?:[,{[(\\]|\bRequestID:|response error)$/

/** `joined` are spans that were read as one thing across lines. */
export function splitRecords(text: string, joined: readonly Span[]): Records {
  const spans = disjoint(joined)
  const spanStarts = spans.map((span) => span.at)
  const starts: number[] = []
  const passages: number[] = []
  let passage = 0
  let previous: string | null = null
  for (let at = 0; at <= text.length; ) {
    const stop = text.indexOf('\n', at)
    const end = stop < 0 ? text.length : stop
    const line = text.slice(at, end)
    if (line === passageBreak) {
      passage++
      previous = null
    } else if (line !== '') {
      const goesOn = previous !== null && (continues.test(line) || unfinished.test(previous))
      if (!goesOn && !inside(spans, spanStarts, at)) {
        starts.push(at)
        passages.push(passage)
      }
      previous = line
    }
    at = end + 1
  }
  const recordAt = (position: number): number => Math.max(upperBound(starts, position) - 1, 0)
  return {
    starts,
    at: recordAt,
    passageOf: (record) => passages[record] ?? 0,
    textOf: (record) => text.slice(starts[record] ?? 0, starts[record + 1] ?? text.length),
  }
}

interface Span {
  readonly at: number
  readonly end: number
}

/** Joins spans that overlap. */
function disjoint(spans: readonly Span[]): readonly Span[] {
  const out: { at: number; end: number }[] = []
  for (const span of [...spans].sort((a, b) => a.at - b.at)) {
    const last = out.at(-1)
    if (last !== undefined && span.at <= last.end) last.end = Math.max(last.end, span.end)
    else out.push({ at: span.at, end: span.end })
  }
  return out
}

/** Whether a span begins before `at` and ends after it. */
function inside(spans: readonly Span[], starts: readonly number[], at: number): boolean {
  return (spans[upperBound(starts, at - 1) - 1]?.end ?? -1) > at
}

/** How many of the ascending numbers are at most `value`. */
function upperBound(numbers: readonly number[], value: number): number {
  let low = 0
  let high = numbers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((numbers[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}
