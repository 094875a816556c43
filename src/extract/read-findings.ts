import type { Finding, Shape } from './found.ts'
import { findMarks } from './marks.ts'
import { passageBreak } from './normalize.ts'

/** How far one occurrence may look. The longest S3 key is 1,024 bytes; a sentence holds two ARNs. */
const farthest = 6_000

/** How much is seen before a mark to judge what it belongs to. */
const nearby = 80

/** One mark's occurrence that a shape is asked to read; tells what the work is, for tests of linearity. */
export type OnRead = (characters: number) => void

/**
 * Runs all shapes over a text. Each occurrence of a shape's marks sees the text up to that shape's next occurrence, and
 * back to its last, so that all occurrences of one shape together see the text twice at most: linear in its length.
 */
export function prepareShapes(shapes: readonly Shape[]): (text: string, onRead?: OnRead) => readonly Finding[] {
  const owners = shapes.flatMap((shape, index) => shape.marks.map((word) => ({ word, index })))
  const finder = findMarks(owners.map(({ word }) => word))

  return (text, onRead) => {
    const hits: Hit[][] = shapes.map(() => [])
    for (const { word, at } of finder.find(text)) {
      const owner = owners[word]
      if (owner !== undefined) hits[owner.index]?.push({ at, mark: owner.word })
    }
    const breaks = breaksOf(text)
    const read: Read[] = []
    shapes.forEach((shape, index) => {
      const general = shape.general === true ? 1 : 0
      readShape(shape, text, firstAndLast(hits[index] ?? []), breaks, onRead, (finding) =>
        read.push({ at: finding.at, end: finding.end, general, covers: finding.covers === true, finding }),
      )
    })
    return uncovered(read)
  }
}

interface Hit {
  readonly at: number
  readonly mark: string
}

/** A finding with what the sweep looks at: findings have many layouts and these one, which is several times as fast. */
interface Read {
  readonly at: number
  readonly end: number
  readonly general: 0 | 1
  readonly covers: boolean
  readonly finding: Finding
}

/** In order of the text, without the general findings that an exact one has read whole: one sweep. */
function uncovered(read: Read[]): readonly Finding[] {
  read.sort((a, b) => a.at - b.at || a.general - b.general || a.end - b.end)
  const kept: Finding[] = []
  let covered = -1
  for (const { end, general, covers, finding } of read) {
    if (general === 0 || end > covered) kept.push(finding)
    if (general === 0 && covers && end > covered) covered = end
  }
  return kept
}

function readShape(
  shape: Shape,
  text: string,
  hits: Hit[],
  breaks: readonly number[],
  onRead: OnRead | undefined,
  onFinding: (finding: Finding) => void,
): void {
  // A longer mark ends later than a shorter one inside it, so the order is made here.
  if (shape.marks.length > 1) hits.sort((a, b) => a.at - b.at || b.mark.length - a.mark.length)
  let passage = 0
  let previous = 0
  hits.forEach(({ at, mark }, index) => {
    if (index > 0 && hits[index - 1]?.at === at) return
    while ((breaks[passage + 1] ?? text.length) <= at) passage++
    const passageEnd = breaks[passage + 1] ?? text.length
    const next = nextAt(hits, index) ?? text.length
    const until = Math.min(next, passageEnd, at + farthest)
    const from = Math.max(previous, breaks[passage] ?? 0, at - farthest)
    onRead?.(until - from + nearby)
    const findings = shape.read({
      text,
      at,
      ahead: text.slice(at, until),
      back: text.slice(from, at),
      near: text.slice(Math.max(0, at - nearby), at),
      mark,
    })
    findings.forEach(onFinding)
    previous = at + mark.length
  })
}

const nextAt = (hits: readonly Hit[], index: number): number | undefined => {
  const at = hits[index]?.at
  let next = index + 1
  while (hits[next]?.at === at) next++
  return hits[next]?.at
}

/** More occurrences of one shape than this are a listing: its beginning and its end are read. */
const mostHits = 400

function firstAndLast<T>(hits: T[]): T[] {
  return hits.length <= mostHits ? hits : [...hits.slice(0, mostHits / 2), ...hits.slice(-mostHits / 2)]
}

/** Where each passage begins. */
function breaksOf(text: string): readonly number[] {
  const breaks = [0]
  for (let at = text.indexOf(passageBreak); at >= 0; at = text.indexOf(passageBreak, at + 1)) breaks.push(at + 1)
  return breaks
}
