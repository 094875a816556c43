import { distanceTo, type Event, type Fact } from './event.ts'
import type { Finding, Source } from './found.ts'
import { isPolicy } from './group-errors.ts'
import type { Records } from './records.ts'

/** Gives each fact to the errors of its record, or else to the error before or after it. */
export function attachFacts(
  events: readonly Event[],
  findings: readonly Finding[],
  records: Records,
): readonly Event[] {
  if (events.length === 0) return events
  const facts: Fact[][] = events.map(() => [])
  const add = (index: number, fact: Fact): void => {
    const event = events[index]
    const list = facts[index]
    if (event !== undefined && list !== undefined) addNearest(list, event, fact)
  }
  const byRecord = new Map<number, number[]>()
  events.forEach((event, index) => {
    byRecord.set(event.record, [...(byRecord.get(event.record) ?? []), index])
  })
  const recordsWithEvents = [...byRecord.keys()].sort((a, b) => a - b)
  const proseFirst = records.passageOf(recordsWithEvents[0] ?? 0) > 0 || (recordsWithEvents[0] ?? 0) > 0
  const aimed = new Set(
    findings.filter((finding) => finding.target !== undefined).map((finding) => records.at(finding.at)),
  )
  const leading = new Set(findings.filter(isLead).map((finding) => records.at(finding.at)))
  const policies = new Map<number, boolean>()
  const inPolicy = (record: number): boolean => {
    const known = policies.get(record)
    if (known !== undefined) return known
    const answer = isPolicy(records.textOf(record))
    policies.set(record, answer)
    return answer
  }
  for (const finding of findings) {
    if (finding.role !== 'context') continue
    const record = records.at(finding.at)
    const own = byRecord.get(record)
    if (own !== undefined) {
      for (const index of own) add(index, { finding, sameRecord: true })
      continue
    }
    if (inPolicy(record) || (isRecordBound(finding) && !(finding.operation !== undefined && aimed.has(record))))
      continue
    const to = neighbour(record, finding, recordsWithEvents, proseFirst || leading.has(record), records)
    for (const index of byRecord.get(to) ?? []) add(index, { finding, sameRecord: false })
  }
  return events.map((event, index) => ({ ...event, facts: limitReach(event, events, facts[index] ?? []) }))
}

/** More facts beside one error than this are a listing: those nearest to it are kept. */
const mostFacts = 120

function addNearest(facts: Fact[], event: Event, fact: Fact): void {
  if (facts.length < mostFacts) facts.push(fact)
  else if (fact.finding.at < (event.errors[0]?.at ?? 0)) {
    facts.shift()
    facts.push(fact)
  }
}

/** A word for an operation or an action says something of the error only in the same breath, or beside a bucket. */
const isRecordBound = (finding: Finding): boolean =>
  finding.source === 'prose' && (finding.operation !== undefined || finding.action !== undefined)

/** A command, a call or an address stands before what came of it. */
const isLead = (finding: Finding): boolean =>
  finding.role === 'context' && (finding.toward === 'next' || leads.has(finding.source))

const leads: ReadonlySet<Source> = new Set(['command', 'call', 'flag', 'url'])

function neighbour(
  record: number,
  finding: Finding,
  withEvents: readonly number[],
  forward: boolean,
  records: Records,
): number {
  const next = withEvents.find((other) => other > record)
  const previous = withEvents.findLast((other) => other < record)
  if (next === undefined || previous === undefined) return next ?? previous ?? -1
  if (finding.toward !== undefined) return finding.toward === 'next' ? next : previous
  const passage = records.passageOf(record)
  const samePrevious = records.passageOf(previous) === passage
  const sameNext = records.passageOf(next) === passage
  if (samePrevious !== sameNext) return sameNext ? next : previous
  return forward ? next : previous
}

/** In a record of several errors, a fact of an error's own text belongs to the nearest. */
function limitReach(event: Event, events: readonly Event[], facts: readonly Fact[]): readonly Fact[] {
  const siblings = events.filter((other) => other.record === event.record && other !== event)
  if (siblings.length === 0) return facts
  return facts.filter(({ finding, sameRecord }) => {
    // What DeleteObjects was asked holds for each key that it refused.
    if (!sameRecord || finding.requestId !== undefined || event.errors.some((error) => error.key !== undefined))
      return true
    const mine = distanceTo(event.errors, finding)
    const shared =
      finding.source === 'call' ||
      finding.source === 'field' ||
      finding.source === 'flag' ||
      finding.target === undefined
    return shared || siblings.every((other) => distanceTo(other.errors, finding) >= mine)
  })
}
