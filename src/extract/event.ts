import type { Verdict } from '../refusal/error-codes.ts'
import type { Denial } from './extraction.ts'
import type { Finding, Source } from './found.ts'
import { type Candidate, rankOf, resolveFields } from './resolve.ts'

/** Errors that belong together, and the facts beside them. */
export interface Event {
  readonly errors: readonly Finding[]
  readonly facts: readonly Fact[]
  readonly record: number
  /** Another system's mark stands in the same record. */
  readonly foreign: boolean
}

export interface Fact {
  readonly finding: Finding
  readonly sameRecord: boolean
}

/** An error and the fields that it comes to. */
export interface Told {
  readonly event: Event
  readonly fields: Denial
}

/** A message of thousands of errors says no more than its first ones. */
export const mostEvents = 40

/** Both are said and are not the same. */
export const differ = <T>(a: T | undefined, b: T | undefined): boolean => a !== undefined && b !== undefined && a !== b

/** Facts mostly stand before their error, so what follows counts as farther. */
export function distanceTo(errors: readonly Finding[], { at, end, toward }: Finding): number {
  let least = Number.POSITIVE_INFINITY
  for (const error of errors.slice(0, 8)) {
    const away =
      end <= error.at ? error.at - end : at >= error.end ? (at - error.end) * (toward === 'previous' ? 1 : 2) : 0
    least = Math.min(least, away)
  }
  return least
}

const promoted: Partial<Record<Source, Source>> = { command: 'error', field: 'record' }

function candidatesOf(event: Event): readonly Candidate[] {
  const candidates: Candidate[] = []
  for (const finding of event.errors)
    candidates.push({ finding, source: finding.source, rank: rankOf(finding.source), distance: 0 })
  for (const { finding, sameRecord } of event.facts) {
    const source = sameRecord ? (promoted[finding.source] ?? finding.source) : finding.source
    const distance = distanceTo(event.errors, finding) + (sameRecord ? 0 : 1_000_000)
    candidates.push({ finding, source, rank: rankOf(source), distance })
  }
  return candidates
}

/** What an error comes to. */
export const fieldsOf = (event: Event): Denial => resolveFields(candidatesOf(event))

/** The verdict of a code, else of what a person or a status says. */
export function verdictOfEvent(event: Event): Verdict {
  const strong = event.errors.find((error) => !error.weak && !error.loose)
  const coded = event.errors.find((error) => !error.loose)
  return (strong ?? coded ?? event.errors[0])?.verdict ?? 'refusal'
}
