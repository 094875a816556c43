import type { Verdict } from './error-codes.ts'
import type { Denial, NotAuthorization } from './extraction.ts'
import type { Finding, Source } from './found.ts'
import { type Records, splitRecords } from './records.ts'
import { type Candidate, resolveFields } from './resolve.ts'

/** Errors that belong together, and the facts beside them. */
interface Event {
  readonly errors: readonly Finding[]
  readonly facts: readonly Fact[]
  readonly record: number
  /** Another system's mark stands in the same record. */
  readonly foreign: boolean
}

interface Fact {
  readonly finding: Finding
  readonly sameRecord: boolean
}

/** An error and the fields that it comes to. */
interface Told {
  readonly event: Event
  readonly fields: Denial
}

export interface Errors {
  readonly denials: readonly Denial[]
  readonly notAuthorization: NotAuthorization | null
}

/** A message of thousands of errors says no more than its first ones. */
const mostEvents = 40

/** Groups findings into errors, gives each its facts, joins what is one error told twice, and keeps S3's. */
export function readErrors(text: string, findings: readonly Finding[]): Errors {
  const joined = findings.filter((finding) => finding.role !== 'foreign' && finding.end > finding.at)
  const records = splitRecords(text, joined)
  const events = attachFacts(groupErrors(findings, records), findings, records, text)
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

function groupErrors(findings: readonly Finding[], records: Records): readonly Event[] {
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
const isPolicy = (text: string): boolean =>
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

const differ = <T>(a: T | undefined, b: T | undefined): boolean => a !== undefined && b !== undefined && a !== b

function attachFacts(
  events: readonly Event[],
  findings: readonly Finding[],
  records: Records,
  text: string,
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
  return events.map((event, index) => ({ ...event, facts: limitReach(event, events, facts[index] ?? [], text) }))
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
  finding.role === 'context' &&
  (finding.toward === 'next' || finding.source === 'command' || finding.source === 'call' || finding.source === 'flag')

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
function limitReach(event: Event, events: readonly Event[], facts: readonly Fact[], text: string): readonly Fact[] {
  const siblings = events.filter((other) => other.record === event.record && other !== event)
  if (siblings.length === 0 || text === '') return facts
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

/** Facts mostly stand before their error, so what follows counts as farther. */
function distanceTo(errors: readonly Finding[], finding: Finding): number {
  return Math.min(
    ...errors.slice(0, 8).map((error) => {
      if (finding.end <= error.at) return error.at - finding.end
      if (finding.at >= error.end) return (finding.at - error.end) * (finding.toward === 'previous' ? 1 : 2)
      return 0
    }),
  )
}

const promoted: Partial<Record<Source, Source>> = { command: 'error', field: 'record' }

function candidatesOf(event: Event): readonly Candidate[] {
  return [
    ...event.errors.map((finding) => ({ finding, source: finding.source, distance: 0 })),
    ...event.facts.map(({ finding, sameRecord }) => ({
      finding,
      source: sameRecord ? (promoted[finding.source] ?? finding.source) : finding.source,
      distance: distanceTo(event.errors, finding) + (sameRecord ? 0 : 1_000_000),
    })),
  ]
}

const saysSomething = (denial: Denial): boolean => Object.keys(denial).length > 0

const fieldsOf = (event: Event): Denial => resolveFields(candidatesOf(event))

/** The verdict of a code, else of what a person or a status says. */
function verdictOfEvent(event: Event): Verdict {
  const strong = event.errors.find((error) => !error.weak && !error.loose)
  const coded = event.errors.find((error) => !error.loose)
  return (strong ?? coded ?? event.errors[0])?.verdict ?? 'refusal'
}

/** One error told twice is one: with fewer fields, by a wording beside its code, or again with another request id. */
function joinRepeated(events: readonly Event[]): readonly Told[] {
  const kept: Told[] = []
  for (const event of events) {
    const fields = fieldsOf(event)
    const index = kept.findIndex((earlier, place) =>
      isOneError(earlier.event, earlier.fields, event, fields, place === kept.length - 1),
    )
    const earlier = kept[index]
    if (earlier === undefined) kept.push({ event, fields })
    else {
      const both = join(earlier.event, event, earlier.fields, fields)
      kept[index] = { event: both, fields: fieldsOf(both) }
    }
  }
  return kept
}

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

/** A status or a person's word that says nothing of its own. */
const isBareStatus = (event: Event, fields: Denial): boolean =>
  event.errors.every((error) => error.loose) && identity.every((name) => fields[name] === undefined)

/** Another system's or service's. */
const isOthers = (event: Event): boolean => event.foreign || event.errors.some((error) => error.otherService === true)

/** One error in two messages: a status beside its code, or `Access Denied` and, on the next line, AWS's sentence. */
const mayReword = (first: Denial, second: Denial, records: number, weak: boolean): boolean =>
  weak ||
  (records <= 1 &&
    (first.message === 'Access Denied' || second.message === 'Access Denied') &&
    !differ(first.requestId, second.requestId))

function isOneError(a: Event, first: Denial, b: Event, second: Denial, adjacent: boolean): boolean {
  if (first.requestId !== undefined && first.requestId === second.requestId)
    return identity.every((name) => !differ(first[name], second[name]))
  const aWeak = a.errors.every((error) => error.weak || error.loose)
  const bWeak = b.errors.every((error) => error.weak || error.loose)
  if (verdictOfEvent(a) !== verdictOfEvent(b) && !isBareStatus(a, first) && !isBareStatus(b, second)) return false
  if (isOthers(a) !== isOthers(b) && !isBareStatus(a, first) && !isBareStatus(b, second)) return false
  if (identity.some((name) => differ(first[name], second[name]))) return false
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
  return adjacent && b.record - a.record <= 1 && (aWeak || bWeak) && !otherId
}

function isOfS3({ event, fields }: Told, records: Records, text: string, documentSaysS3: boolean): boolean {
  const explicit = event.errors.some((error) => error.s3 === true)
  if (event.errors.some((error) => error.otherService && error.source === 'sentence')) return false
  if (!explicit && (event.foreign || event.errors.some((error) => error.otherService))) return false
  const aimed = fields.bucket !== undefined || fields.accessPoint !== undefined
  const beside = event.facts.some(
    ({ finding, sameRecord }) => finding.s3 === true && (sameRecord || finding.target !== undefined),
  )
  const structured = event.errors.some((error) => !error.loose)
  const strong = event.errors.some((error) => !error.weak && !error.loose)
  if (verdictOfEvent(event) !== 'refusal') return explicit || beside || (strong && documentSaysS3)
  if (structured && explicit) return true
  if (structured && strong) return beside || documentSaysS3 || fields.action !== undefined
  if (structured) return beside
  const asked = fields.operation !== undefined || fields.action !== undefined || fields.requestId !== undefined
  return (aimed || (asked && beside && !isQuestion(event, text))) && isNear(event, records) && !isDenied(event, text)
}

/** A person's mention counts beside what it is about: in the same record or passage. */
const isNear = (event: Event, records: Records): boolean =>
  event.facts.some(
    ({ finding, sameRecord }) =>
      (finding.target !== undefined ||
        finding.operation !== undefined ||
        finding.action !== undefined ||
        finding.requestId !== undefined) &&
      (sameRecord || Math.abs(records.passageOf(records.at(finding.at)) - records.passageOf(event.record)) <= 1),
  ) || event.errors.some((error) => error.target !== undefined)

/** `no more 403s`, `fixed the access denied`: told as over, or as not there. */
function isDenied(event: Event, text: string): boolean {
  return event.errors.every((error) => {
    const before = text.slice(Math.max(0, error.at - 50), error.at)
    const after = text.slice(error.end, error.end + 40)
    return (
      /\b(?:no longer|no more|fixed|resolved|solved|stopped|without|instead of|not getting|never got|would|if)\b[^.\n]{0,30}$/i.test(
        before,
      ) || /^[^.\n]{0,20}\b(?:is|are|was|were|got)\s(?:fixed|resolved|gone|solved)\b/i.test(after)
    )
  })
}

/** `what does access denied mean?` */
function isQuestion(event: Event, text: string): boolean {
  const at = event.errors[0]?.at ?? 0
  const end = text.indexOf('\n', at)
  return text
    .slice(at, end < 0 ? text.length : end)
    .slice(0, 400)
    .includes('?')
}

/** Equal but for the request id: the first. */
function distinct(denials: readonly Denial[]): readonly Denial[] {
  const seen = new Set<string>()
  return denials.filter(({ requestId: _, ...rest }) => {
    const same = JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)))
    if (seen.has(same)) return false
    seen.add(same)
    return true
  })
}
