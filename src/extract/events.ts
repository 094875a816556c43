import type { NotAuthorization } from '../refusal/error-codes.ts'
import { attachFacts } from './attach-facts.ts'
import { mostEvents, verdictOfEvent } from './event.ts'
import type { Denial } from './extraction.ts'
import type { Finding } from './found.ts'
import { groupErrors } from './group-errors.ts'
import { joinRepeated } from './join-repeated.ts'
import { isOfS3 } from './of-s3.ts'
import { splitRecords } from './records.ts'

export interface Errors {
  readonly denials: readonly Denial[]
  readonly notAuthorization: NotAuthorization | null
}

/** Groups findings into errors, gives each its facts, joins what is one error told twice, and keeps S3's. */
export function readErrors(text: string, findings: readonly Finding[]): Errors {
  const joined = findings.filter((finding) => finding.role !== 'foreign' && finding.end > finding.at)
  const records = splitRecords(text, joined)
  const events = attachFacts(groupErrors(findings, records), findings, records)
  const kept = joinRepeated(events.slice(0, mostEvents))
  const documentSaysS3 = findings.some((finding) => finding.s3 === true)
  const real = kept.filter((told) => isOfS3(told, records, text, documentSaysS3))
  const other = real.map(({ event }) => verdictOfEvent(event)).find((verdict) => verdict !== 'refusal')
  return {
    denials: distinct(
      real
        .filter(({ event }) => verdictOfEvent(event) === 'refusal')
        .map(({ fields }) => fields)
        .filter(saysSomething),
    ),
    notAuthorization: other ?? null,
  }
}

const saysSomething = (denial: Denial): boolean => Object.keys(denial).length > 0

/** Equal but for the request id: the first. */
function distinct(denials: readonly Denial[]): readonly Denial[] {
  const seen = new Set<string>()
  return denials.filter(({ requestId: _, ...rest }) => {
    // resolveFields writes the fields in one order.
    const same = JSON.stringify(rest)
    if (seen.has(same)) return false
    seen.add(same)
    return true
  })
}
