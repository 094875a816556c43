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
  readonly verdict: Verdict | undefined
  readonly requestId: string | undefined
  readonly operation: string | undefined
  readonly action: string | undefined
  readonly principal: string | undefined
  readonly key: string | undefined
  readonly bucket: string | undefined
  readonly bucketKey: string | undefined
  readonly message: string | undefined
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
      group.known = joinKnown(group.known, said)
    }
  }
  return groups.map((group) => group.errors)
}

/** A status gives way to a code, and `Access Denied` to AWS's sentence, so neither is known for good. */
function knownOf(error: Finding): Known {
  const weak = error.weak === true || error.loose === true
  return {
    end: error.end,
    verdict: weak ? undefined : error.verdict,
    requestId: error.requestId,
    operation: error.operation,
    action: error.action,
    principal: error.principal,
    key: error.key,
    bucket: error.target?.bucket,
    bucketKey: error.target?.key,
    message: error.message === 'Access Denied' ? undefined : error.message,
  }
}

const joinKnown = (first: Known, second: Known): Known => ({
  end: Math.max(first.end, second.end),
  verdict: first.verdict ?? second.verdict,
  requestId: first.requestId ?? second.requestId,
  operation: first.operation ?? second.operation,
  action: first.action ?? second.action,
  principal: first.principal ?? second.principal,
  key: first.key ?? second.key,
  bucket: first.bucket ?? second.bucket,
  bucketKey: first.bucketKey ?? second.bucketKey,
  message: first.message ?? second.message,
})

const conflict = (a: Known, b: Known): boolean =>
  differ(a.verdict, b.verdict) ||
  differ(a.requestId, b.requestId) ||
  differ(a.operation, b.operation) ||
  differ(a.action, b.action) ||
  differ(a.principal, b.principal) ||
  differ(a.key, b.key) ||
  differ(a.bucket, b.bucket) ||
  differ(a.bucketKey, b.bucketKey) ||
  differ(a.message, b.message)
