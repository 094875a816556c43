import type { Truth } from '../policy/truth.ts'
import type { LayerVerdict } from './layer-verdict.ts'

/** One completion of the facts, two-valued. */
export interface GrantCase {
  readonly cross: boolean
  readonly callers: readonly boolean[]
  readonly limits: readonly boolean[]
  readonly resources: readonly {
    readonly self: boolean
    readonly role: boolean
    readonly account: boolean
    readonly exclusive: boolean
    readonly answers: boolean
  }[]
}

export interface GrantResult {
  readonly allowed: boolean
  readonly callers: readonly boolean[]
  readonly limits: readonly boolean[]
  readonly resources: readonly boolean[]
}

/** Who is to blame in one completion: the layers that would have to allow, and do not. */
export function decideGrant({ cross, callers, limits, resources }: GrantCase): GrantResult {
  const owner = resources.find(({ exclusive }) => exclusive)
  const counted = owner === undefined ? resources : [owner]
  const reach = (kind: 'self' | 'role' | 'account') => counted.some((grant) => grant[kind])
  const granted = reach('self') || reach('role') || reach('account')
  const needed = cross || owner !== undefined
  const callerAllows = callers.every(Boolean)
  const limitsAllow = limits.every(Boolean)
  // Named outright in its own account, a caller needs nothing else; a role that is named still keeps to its limits.
  const outright = !cross && reach('self')
  const asRole = !cross && reach('role')
  const allowed = outright || (asRole && limitsAllow) || ((granted || !needed) && callerAllows && limitsAllow)
  if (allowed) return { allowed, callers: callers.map(no), limits: limits.map(no), resources: resources.map(no) }
  return {
    allowed,
    callers: callers.map((ok) => !ok && !asRole),
    limits: limits.map((ok) => !ok),
    resources: blameResources(resources, needed && !granted, owner),
  }
}

const no = (): boolean => false

/** Where a grant is needed and missing, the exclusive layer answers for it, else those that say they do. */
function blameResources(
  resources: GrantCase['resources'],
  missing: boolean,
  owner: GrantCase['resources'][number] | undefined,
): boolean[] {
  return resources.map((one) => missing && (owner === undefined ? one.answers : one === owner))
}

/** Completes what is missing in every way, and joins what follows for each layer. */
export function grantPart(verdicts: readonly LayerVerdict[], cross: Truth): { allowed: Truth; blamed: Truth[] } {
  const callers = placesOf(verdicts, ({ layer }) => layer.part === 'caller')
  const limits = placesOf(verdicts, ({ layer }) => layer.part === 'limit')
  const resources = placesOf(verdicts, speaksForResource)
  const truths = readTruths(verdicts, cross, [...callers, ...limits], resources)
  const seen: Seen[] = verdicts.map(() => ({ yes: false, no: false }))
  const allowed: Seen = { yes: false, no: false }
  for (const completion of completions(truths)) {
    const result = decideGrant(readCase(completion, callers.length, limits.length, resources.length))
    note(allowed, result.allowed)
    noteAll(seen, callers, result.callers)
    noteAll(seen, limits, result.limits)
    noteAll(seen, resources, result.resources)
  }
  return { allowed: join(allowed), blamed: seen.map(join) }
}

function placesOf(verdicts: readonly LayerVerdict[], wanted: (one: LayerVerdict) => boolean): number[] {
  const places: number[] = []
  for (let place = 0; place < verdicts.length; place++) {
    const one = verdicts[place]
    if (one !== undefined && wanted(one)) places.push(place)
  }
  return places
}

/** Guards that neither grant nor answer for a missing grant have no part in this. */
const speaksForResource = ({ layer, verdict: { grant, exclusive, answers } }: LayerVerdict): boolean =>
  layer.part === 'guard' &&
  (grant.self !== 'no' || grant.role !== 'no' || grant.account !== 'no' || exclusive !== 'no' || answers !== 'no')

/** The truths that decide, in the order in which readCase takes them. */
function readTruths(
  verdicts: readonly LayerVerdict[],
  cross: Truth,
  ofCaller: readonly number[],
  resources: readonly number[],
): Truth[] {
  const truths: Truth[] = [cross]
  for (const place of ofCaller) truths.push(verdicts[place]?.verdict.allows ?? 'yes')
  for (const place of resources) {
    const one = verdicts[place]?.verdict
    if (one !== undefined) truths.push(one.grant.self, one.grant.role, one.grant.account, one.exclusive, one.answers)
  }
  return truths
}

function readCase(completed: readonly boolean[], callers: number, limits: number, resources: number): GrantCase {
  const at = (place: number): boolean => completed[place] ?? false
  const start = 1 + callers + limits
  return {
    cross: at(0),
    callers: completed.slice(1, 1 + callers),
    limits: completed.slice(1 + callers, start),
    resources: Array.from({ length: resources }, (_, nth) => {
      const first = start + nth * 5
      return {
        self: at(first),
        role: at(first + 1),
        account: at(first + 2),
        exclusive: at(first + 3),
        answers: at(first + 4),
      }
    }),
  }
}

/** Which of the two values turned up over all completions. */
interface Seen {
  yes: boolean
  no: boolean
}

function note(seen: Seen | undefined, value: boolean | undefined): void {
  if (seen === undefined) return
  if (value) seen.yes = true
  else seen.no = true
}

function noteAll(seen: readonly Seen[], places: readonly number[], values: readonly boolean[]): void {
  for (const [nth, place] of places.entries()) note(seen[place], values[nth])
}

const join = ({ yes, no: never }: Seen): Truth => (yes ? (never ? 'maybe' : 'yes') : 'no')

/** Every way to complete the facts that are missing. */
function* completions(truths: readonly Truth[]): Generator<boolean[]> {
  const open = truths.flatMap((truth, index) => (truth === 'maybe' ? [index] : []))
  for (let mask = 0; mask < 2 ** open.length; mask++) {
    const completed = truths.map((truth) => truth === 'yes')
    open.forEach((index, bit) => {
      completed[index] = Math.floor(mask / 2 ** bit) % 2 === 1
    })
    yield completed
  }
}
