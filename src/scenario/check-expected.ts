import type { Diagnosis } from '../diagnosis.ts'

/** A field of `expected` that the diagnosis does not meet. */
export interface Mismatch {
  readonly field: string
  readonly expected: unknown
  readonly actual: unknown
}

/** How each field of a scenario's `expected` is read off a diagnosis; lists are sets. */
const readers: Readonly<Record<string, (diagnosis: Diagnosis) => unknown>> = {
  decision: ({ decision }) => decision,
  likely: ({ likely }) => likely,
  blockedBy: ({ blockedBy }) => blockedBy.map(({ layer }) => layer),
  decidedBy: ({ blockedBy }) =>
    blockedBy.flatMap(({ decidedBy }) => decidedBy.map(({ policy, sid, index }) => sid ?? `${policy}#${index}`)),
  openQuestions: ({ openQuestions }) => openQuestions.map(({ layer }) => layer),
  cause: ({ cause }) => cause,
  afterFix: ({ afterFix }) => afterFix,
}

/** Only the fields that the scenario gives are compared; one that nobody knows is a mismatch of its own. */
export function compareExpected(expected: Readonly<Record<string, unknown>>, diagnosis: Diagnosis): Mismatch[] {
  return Object.entries(expected).flatMap(([field, wanted]): Mismatch[] => {
    const read = readers[field]
    if (read === undefined) return [{ field, expected: wanted, actual: 'no such field' }]
    const actual = read(diagnosis)
    return canonical(wanted) === canonical(actual) ? [] : [{ field, expected: wanted, actual }]
  })
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify([...new Set(value.map(canonical))].sort())
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify(entries.map(([key, one]) => [key, canonical(one)]))
}
