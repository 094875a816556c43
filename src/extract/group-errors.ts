import type { Verdict } from '../refusal/error-codes.ts'
import { differ, type Event, mostEvents } from './event.ts'
import type { Finding } from './found.ts'
import type { Records } from './records.ts'

/** Errors of one record that contradict each other in nothing are one. */
export function groupErrors(findings: readonly Finding[], records: Records): readonly Event[] {
  const byRecord = new Map<number, Finding[]>()
  const foreign = new Set<number>()
  for (const finding of findings) {
    const record = records.at(finding.at)
    if (finding.role === 'foreign') foreign.add(record)
    if (finding.role !== 'error') continue
    const list = byRecord.get(record)
    if (list === undefined) byRecord.set(record, [finding])
    else list.push(finding)
  }
  const events: Event[] = []
  for (const [record, errors] of [...byRecord].sort(([a], [b]) => a - b)) {
    if (events.length >= mostEvents) break
    if (isPolicy(records.textOf(record)) && errors.every((error) => error.loose || error.weak)) continue
    for (const group of groupOfRecord(errors))
      events.push({ errors: group, facts: [], record, foreign: foreign.has(record) })
  }
  return events
}

/** A policy document is no error, whatever it says. */
export const isPolicy = (text: string): boolean =>
  /effect/i.test(text) &&
  /["']?effect["']?\s{0,3}[:=]\s{0,3}["']?(?:allow|deny)\b/i.test(text) &&
  !/eventSource/.test(text)

/** What the findings of one error agree on, so that the next is compared in one step. */
interface Known {
  readonly verdict?: Verdict
  readonly requestId?: string
  readonly operation?: string
  readonly action?: string
  readonly principal?: string
  readonly key?: string
  readonly bucket?: string
  readonly bucketKey?: string
  readonly message?: string
  readonly end: number
}

/** An error that is repeated in one record more often than this says nothing new. */
const mostErrors = 24

function groupOfRecord(errors: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups: { readonly errors: Finding[]; known: Known }[] = []
  for (const error of errors) {
    const said = knownOf(error)
    const recent = groups.slice(-6)
    const around = recent.find(({ known }) => error.end <= known.end && !conflict(known, said))
    const group = around ?? recent.findLast(({ known }) => !conflict(known, said))
    if (group === undefined) {
      if (groups.length < mostEvents) groups.push({ errors: [error], known: said })
    } else if (group.errors.length < mostErrors) {
      group.errors.push(error)
      group.known = { ...said, ...group.known, end: Math.max(said.end, group.known.end) }
    }
  }
  return groups.map((group) => group.errors)
}

/** A status gives way to a code, and `Access Denied` to AWS's sentence, so neither is known for good. */
function knownOf(error: Finding): Known {
  const weak = error.weak === true || error.loose === true
  return {
    end: error.end,
    ...(weak || error.verdict === undefined ? {} : { verdict: error.verdict }),
    ...(error.requestId === undefined ? {} : { requestId: error.requestId }),
    ...(error.operation === undefined ? {} : { operation: error.operation }),
    ...(error.action === undefined ? {} : { action: error.action }),
    ...(error.principal === undefined ? {} : { principal: error.principal }),
    ...(error.key === undefined ? {} : { key: error.key }),
    ...(error.target?.bucket === undefined ? {} : { bucket: error.target.bucket }),
    ...(error.target?.key === undefined ? {} : { bucketKey: error.target.key }),
    ...(error.message === undefined || error.message === 'Access Denied' ? {} : { message: error.message }),
  }
}

const knownFields = [
  'verdict',
  'requestId',
  'operation',
  'action',
  'principal',
  'key',
  'bucket',
  'bucketKey',
  'message',
] as const

const conflict = (a: Known, b: Known): boolean => knownFields.some((field) => differ(a[field], b[field]))
