import type { Fact } from '../../src/fact.ts'
import { absent, type ContextValue } from '../../src/policy/context.ts'
import { evaluatePolicies } from '../../src/policy/evaluate.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { compile, type Open, possible, toQuery } from '../oracle/bridge.ts'
import { type Decision, decide } from '../oracle/decide.ts'
import { keyNames, makePolicy, makeRequest, pick, type Random, sendable, startRandom } from '../oracle/generate.ts'
import type { PlainRequest } from '../oracle/request.ts'

/**
 * The engine and the oracle, a second matcher that shares no code with it, are asked the same 100,000 questions, two of
 * each generated set of policies: 70,000 with nothing left open, where they must agree, and 30,000 with facts withheld,
 * where whatever the engine rules out must be ruled out by the oracle under every completion tried.
 */
const closedCount = 70_000
const openCount = 30_000
const completions = 2

test(`agrees with the oracle on ${closedCount} policies and requests`, () => {
  const counts: Record<Decision, number> = { deny: 0, allow: 0, none: 0 }
  for (const { seed, random, policies, compiled } of questions(0, closedCount)) {
    const request = makeRequest(random)
    const wanted = new Set(readings(policies, request).map((reading) => decide(policies, reading)))
    const found = possible(evaluatePolicies(compiled, toQuery(request)))
    for (const decision of wanted) counts[decision]++
    // Where the pages themselves leave two readings open, more than one answer may stand; else exactly the one.
    const agrees = wanted.size === 1 && !isFederated(request) ? isOnly(found, wanted) : isWithin(wanted, found)
    if (!agrees) throw disagreement(seed, policies, request, wanted, found)
  }
  report('closed', counts)
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(closedCount / 10)
})

test(`rules out nothing that a completion brings about, in ${openCount} requests with facts withheld`, () => {
  const counts = { certain: 0, open: 0 }
  for (const { seed, random, policies, compiled } of questions(1_000_000, openCount)) {
    const request = makeRequest(random)
    const open = withhold(random, request)
    const found = possible(evaluatePolicies(compiled, toQuery(request, open)))
    counts[found.size === 1 ? 'certain' : 'open']++
    const bases = readings(policies, request)
    for (let i = 0; i < completions; i++) {
      const completed = complete(random, policies, pick(random, bases), open)
      const decision = decide(policies, completed)
      if (!found.has(decision)) throw disagreement(seed, policies, completed, new Set([decision]), found)
    }
  }
  report('withheld', counts)
  expect(counts.certain).toBeGreaterThan(openCount / 10)
  expect(counts.open).toBeGreaterThan(openCount / 10)
})

interface Question {
  readonly seed: number
  readonly random: Random
  readonly policies: readonly unknown[]
  readonly compiled: readonly Fact<Policy>[]
}

function* questions(from: number, count: number): Generator<Question> {
  for (let seed = from; seed < from + count / 2; seed++) {
    const random = startRandom(seed)
    const policies = makePolicies(random)
    const question = { seed, random, policies, compiled: compile(policies) }
    yield question
    yield question
  }
}

const makePolicies = (random: Random): unknown[] =>
  random() < 0.8 ? [makePolicy(random)] : [makePolicy(random), makePolicy(random)]

const isFederated = ({ principal }: PlainRequest): boolean => principal.includes(':federated-user/')

/** Every reading that the pages leave open for a request: of NotPrincipal, and of who federated a federated user. */
function readings(policies: readonly unknown[], request: PlainRequest): [PlainRequest, ...PlainRequest[]] {
  const others: PlainRequest[] = isFederated(request)
    ? federators.map((federatedBy) => ({ ...request, federatedBy }))
    : []
  const open: [PlainRequest, ...PlainRequest[]] = [{ ...request, federatedBy: null }, ...others]
  if (!hasNotPrincipal(policies)) return open
  const [first, ...rest] = open.map((one): PlainRequest => ({ ...one, notPrincipal: 'any named' }))
  return [first ?? request, ...rest, ...open.map((one): PlainRequest => ({ ...one, notPrincipal: 'all named' }))]
}

// A global is slow to look up inside jest's sandbox.
const { stringify } = JSON

const hasNotPrincipal = (policies: readonly unknown[]): boolean => stringify(policies).includes('"NotPrincipal"')

const federators = ['mira', 'Mira', 'staff/mira'].map((name) => `arn:aws:iam::111122223333:user/${name}`)

/** Leaves up to three keys, the role's path and the boundary unsaid. */
function withhold(random: Random, request: PlainRequest): Open {
  const keys: Record<string, ContextValue> = {}
  for (const key of keyNames) {
    if (random() > 0.35) continue
    const sent = request.context[key]
    const value: ContextValue = { kind: 'values', values: sent ?? ['red'] }
    keys[key] = pick<ContextValue>(random, [
      { kind: 'unknown', present: false },
      { kind: 'unknown', present: sent !== undefined && sent.length > 0 },
      { kind: 'one-of', options: [{ kind: 'absent' }, value] },
      { kind: 'one-of', options: [{ kind: 'unknown', present: true }, { kind: 'absent' }] },
    ])
  }
  return {
    keys,
    ...(request.principal.includes(':assumed-role/') && random() < 0.3 ? { path: true } : {}),
    ...(/:user\/|:assumed-role\//.test(request.principal) && random() < 0.3 ? { boundary: true } : {}),
  }
}

function complete(random: Random, policies: readonly unknown[], request: PlainRequest, open: Open): PlainRequest {
  const context: Record<string, readonly string[]> = { ...request.context }
  for (const [key, value] of Object.entries(open.keys)) {
    const values = completeValue(random, key, value)
    if (values === null) delete context[key]
    else context[key] = values
  }
  return {
    ...request,
    context,
    ...(open.path ? { path: pick(random, pathsOf(policies)) } : {}),
    ...(open.boundary ? { boundary: random() < 0.5 } : {}),
  }
}

/**
 * A role's name is unique in its account, and AWS takes no principal that does not exist: a policy that names the role
 * without a path settles that it has none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const pathsOf = (policies: readonly unknown[]): readonly [string, ...string[]] =>
  stringify(policies).includes(':role/etl-runner"') ? ['/'] : ['/', '/jobs/', '/other/']

/** One of the values that a withheld key may have; null for none. */
function completeValue(random: Random, key: string, value: ContextValue): readonly string[] | null {
  switch (value.kind) {
    case 'absent':
      return null
    case 'values':
      return value.values
    case 'one-of':
      return completeValue(random, key, pick(random, [value.options[0] ?? absent, ...value.options.slice(1)]))
    case 'unknown': {
      const [first = null, ...rest] = sendable(key)
      return pick(random, value.present ? [first, ...rest] : [null, first, ...rest])
    }
  }
}

const isWithin = (inner: ReadonlySet<Decision>, outer: ReadonlySet<Decision>): boolean =>
  [...inner].every((decision) => outer.has(decision))

const isOnly = (found: ReadonlySet<Decision>, wanted: ReadonlySet<Decision>): boolean =>
  found.size === 1 && isWithin(wanted, found)

const disagreement = (
  seed: number,
  policies: readonly unknown[],
  request: PlainRequest,
  wanted: ReadonlySet<Decision>,
  found: ReadonlySet<Decision>,
): Error =>
  new Error(
    `seed ${seed}: the oracle says ${[...wanted]}, the engine leaves ${[...found]}\n${JSON.stringify({ request, policies }, null, 1)}`,
  )

const report = (what: string, counts: object): void => {
  process.stdout.write(`agreement, ${what}: ${JSON.stringify(counts)}\n`)
}
