import { differ, type Event, fieldsOf, type Told, verdictOfEvent } from './event.ts'
import type { Denial } from './extraction.ts'
import type { Finding } from './found.ts'

/** One error told twice is one: with fewer fields, by a wording beside its code, or again with another request id. */
export function joinRepeated(events: readonly Event[]): readonly Told[] {
  const kept: Told[] = []
  for (const event of events) {
    const fields = fieldsOf(event)
    const index = kept.findIndex((earlier, place) =>
      isOneError(earlier.event, earlier.fields, event, fields, place === kept.length - 1),
    )
    const earlier = kept[index]
    if (earlier === undefined) kept.push({ event, fields })
    else if (addsSomething(earlier.fields, fields) || isWeak(earlier.event)) {
      const both = join(earlier.event, event, earlier.fields, fields)
      kept[index] = { event: both, fields: fieldsOf(both) }
    }
  }
  return kept
}

/** Whether the second telling says what the first does not. */
const addsSomething = (first: Denial, second: Denial): boolean =>
  told.some((name) => second[name] !== undefined && first[name] === undefined)

function join(a: Event, b: Event, first: Denial, second: Denial): Event {
  const again = differ(first.requestId, second.requestId)
  const strip = (finding: Finding): Finding => {
    if (!again || finding.requestId === undefined) return finding
    const { requestId: _, ...rest } = finding
    return rest
  }
  return {
    errors: [...a.errors, ...b.errors.map(strip)],
    facts: [...a.facts, ...b.facts.map((fact) => ({ ...fact, finding: strip(fact.finding) }))],
    record: isBareStatus(a, first) ? b.record : a.record,
    foreign: a.foreign && b.foreign,
  }
}

const identity = ['bucket', 'key', 'principal', 'operation', 'action', 'accessPoint', 'kmsKeyArn'] as const
const told = [...identity, 'message', 'requestId', 'region'] as const

/** No code and no sentence of AWS's, so a second telling may prove it. */
const isWeak = (event: Event): boolean => event.errors.every((error) => error.weak || error.loose)

/** A status or a person's word that says nothing of its own. */
const isBareStatus = (event: Event, fields: Denial): boolean =>
  event.errors.every((error) => error.loose) && identity.every((name) => fields[name] === undefined)

/** Another system's or service's. */
const isOthers = (event: Event): boolean => event.foreign || event.errors.some((error) => error.otherService === true)

/** One error in two messages: a status beside its code, or `Access Denied` and, a line or two on, AWS's sentence. */
const mayReword = (first: Denial, second: Denial, records: number, weak: boolean): boolean =>
  weak ||
  (records <= 2 &&
    (first.message === 'Access Denied' || second.message === 'Access Denied') &&
    !differ(first.requestId, second.requestId))

function isOneError(a: Event, first: Denial, b: Event, second: Denial, adjacent: boolean): boolean {
  if (identity.some((name) => differ(first[name], second[name]))) return false
  if (first.requestId !== undefined && first.requestId === second.requestId) return true
  const aWeak = isWeak(a)
  const bWeak = isWeak(b)
  if (verdictOfEvent(a) !== verdictOfEvent(b) && !isBareStatus(a, first) && !isBareStatus(b, second)) return false
  if (isOthers(a) !== isOthers(b) && !isBareStatus(a, first) && !isBareStatus(b, second)) return false
  if (
    differ(first.message, second.message) &&
    !mayReword(first, second, b.record - a.record, (aWeak || bWeak) && adjacent)
  )
    return false
  const said = (fields: Denial): readonly string[] => identity.filter((name) => fields[name] !== undefined)
  const isSubset = (small: Denial, large: Denial): boolean => said(small).every((name) => said(large).includes(name))
  if (isSubset(second, first)) return true
  const otherId = differ(first.requestId, second.requestId)
  if (isSubset(first, second)) {
    if (otherId) return said(first).length > 0
    // An error that says nothing but its id, elsewhere, is one of its own.
    const apart = b.record - a.record > 1
    return !(
      apart &&
      !aWeak &&
      !(bWeak && adjacent) &&
      first.requestId !== undefined &&
      second.requestId === undefined &&
      said(first).length === 0
    )
  }
  // A word that names no bucket may stand a line further off.
  const reach = [first, second].some((fields) => fields.bucket === undefined && fields.accessPoint === undefined)
    ? 2
    : 1
  return adjacent && b.record - a.record <= reach && (aWeak || bWeak) && !otherId
}
