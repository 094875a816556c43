import type { Caller } from '../../src/caller.ts'
import { type Blocking, combine } from '../../src/decide/combine.ts'
import type { LayerVerdict } from '../../src/decide/layer-verdict.ts'
import { known, unknown } from '../../src/fact.ts'
import { defineLayer, type Layer, type Question, type Verdict, verdict } from '../../src/layer.ts'
import type { Truth } from '../../src/policy/truth.ts'
import { advice } from '../../src/policy-layer.ts'
import { readScenario } from '../../src/scenario/scenario.ts'
import { type Facts, isAllowed, isMissing, type ResourceFacts } from './two-valued.ts'

const caller: Caller = {
  kind: 'session',
  principal: 'arn:aws:sts::111122223333:assumed-role/etl/run',
  account: '111122223333',
  partition: 'aws',
  arn: 'arn:aws:iam::111122223333:role/etl',
  pathKnown: true,
  name: 'etl',
  sessionName: 'run',
  details: unknown('not needed'),
  hasBoundary: 'no',
}

const { evidence } = readScenario({
  request: { principal: caller.principal, action: 's3:GetObject', bucket: 'acme-reports', key: 'a' },
})

const questionTo = (sameAccount: Truth, doubtful = false): Question => ({
  of: 'bucket',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::acme-reports/a',
  level: 'object',
  side: evidence.target,
  bucket: 'acme-reports',
  key: 'a',
  versionId: undefined,
  resourceAccount:
    sameAccount === 'maybe' ? unknown('nobody said') : known(sameAccount === 'yes' ? '111122223333' : '444455556666'),
  context: () => ({ kind: 'absent' }),
  kmsKey: null,
  doubtful,
})

const layer = (name: string, part: Layer['part']): Layer =>
  defineLayer({
    name,
    title: name,
    label: () => name,
    docs: '',
    part,
    isNamedBy: () => false,
    settle: () => '',
    evaluate: () => null,
  })

const identityLayer = layer('identity', 'caller')
const limitLayer = layer('limit', 'limit')
const resourceLayers = [layer('resource 1', 'guard'), layer('resource 2', 'guard')]

const say = (given: Partial<Verdict>): Verdict =>
  verdict({ explain: () => '', nextStep: () => advice({ owner: '', text: '' }), ...given })

/** One truth each: whatever stands for `boolean` in the two-valued facts. */
type Open<T> = T extends boolean ? Truth : T extends object ? { readonly [K in keyof T]: Open<T[K]> } : T
type OpenFacts = Open<Facts>

/** The formula's answer, with the resources' layers first, the caller's and the limit last. */
function ask(facts: OpenFacts, doubtful = false) {
  const verdicts: LayerVerdict[] = facts.resources.map((one, index) => ({
    layer: resourceLayers[index] ?? layer('resource', 'guard'),
    verdict: say({
      denies: one.denies,
      allows: one.lets,
      grant: { self: one.namesUserOrSession, role: one.namesRole, account: one.namesAccount },
      exclusive: one.governsAlone,
      answers: 'yes',
    }),
  }))
  const caller_ = { layer: identityLayer, verdict: say(facts.identity) }
  const limit = { layer: limitLayer, verdict: say(facts.limit) }
  return combine([...verdicts, caller_, limit], questionTo(facts.sameAccount, doubtful), caller)
}

const both = ['no', 'yes'] as const
const all = ['no', 'yes', 'maybe'] as const

/** What each named part says. */
type Assignment = Readonly<Record<string, Truth>>

/** Every way to choose one value for each name. */
function* assignments(names: readonly string[], values: readonly Truth[]): Generator<Assignment> {
  const total = values.length ** names.length
  for (let code = 0; code < total; code++) {
    yield Object.fromEntries(
      names.map((name, digit) => [name, values[Math.floor(code / values.length ** digit) % values.length] ?? 'no']),
    )
  }
}

/** Facts in which everything that is not assigned stops nothing and grants nothing. */
function toFacts(given: Assignment, resources: readonly (1 | 2)[]): OpenFacts {
  const { same = 'yes', identityDenies = 'no', identityAllows = 'yes', limitDenies = 'no', limitAllows = 'yes' } = given
  return {
    sameAccount: same,
    identity: { denies: identityDenies, allows: identityAllows },
    limit: { denies: limitDenies, allows: limitAllows },
    resources: resources.map((at) => ({
      denies: given[`denies${at}`] ?? 'no',
      lets: given[`lets${at}`] ?? 'yes',
      namesUserOrSession: given[`self${at}`] ?? 'no',
      namesRole: given[`role${at}`] ?? 'no',
      namesAccount: given[`account${at}`] ?? 'no',
      governsAlone: given[`alone${at}`] ?? 'no',
    })),
  }
}

const settle = (facts: OpenFacts): Facts => ({
  sameAccount: facts.sameAccount === 'yes',
  identity: { denies: facts.identity.denies === 'yes', allows: facts.identity.allows === 'yes' },
  limit: { denies: facts.limit.denies === 'yes', allows: facts.limit.allows === 'yes' },
  resources: facts.resources.map(
    (one): ResourceFacts => ({
      denies: one.denies === 'yes',
      lets: one.lets === 'yes',
      namesUserOrSession: one.namesUserOrSession === 'yes',
      namesRole: one.namesRole === 'yes',
      namesAccount: one.namesAccount === 'yes',
      governsAlone: one.governsAlone === 'yes',
    }),
  ),
})

function* completionsOf(given: Assignment): Generator<Assignment> {
  const open = Object.keys(given).filter((name) => given[name] === 'maybe')
  for (const chosen of assignments(open, both)) yield { ...given, ...chosen }
}

const truthAmong = (found: Iterable<boolean>): Truth => {
  const values = new Set(found)
  return values.size > 1 ? 'maybe' : values.has(true) ? 'yes' : 'no'
}

/** Counts, so that the test's own name cannot claim what was not run. */
function sweep(
  given: Iterable<Assignment>,
  check: (assignment: Assignment) => boolean,
): { run: number; failed: Assignment[] } {
  const failed: Assignment[] = []
  let run = 0
  for (const assignment of given) {
    run += 1
    if (!check(assignment)) failed.push(assignment)
  }
  return { run, failed: failed.slice(0, 3) }
}

const callers = ['same', 'identityDenies', 'identityAllows', 'limitDenies', 'limitAllows'] as const
const resource1 = ['denies1', 'lets1', 'self1', 'role1', 'account1', 'alone1'] as const
/** At most one governs alone: no request is asked of two keys, or of a key and a foreign object, at once. */
const resource2 = ['denies2', 'lets2', 'self2', 'role2', 'account2'] as const

describe('the combination formula against brute force', () => {
  test('two values, two resources: all 65,536 assignments decide, and blame, as AWS’s flow chart does', () => {
    const agrees = (assignment: Assignment): boolean => {
      const open = toFacts(assignment, [1, 2])
      const facts = settle(open)
      const { allowed, blocking } = ask(open)
      const isNamed = blocking.some(({ explicit, implicit }) => explicit === 'yes' || implicit === 'yes')
      return (
        allowed === (isAllowed(facts) ? 'yes' : 'no') &&
        // A denied request always has a layer to name, and an allowed one never has.
        isNamed === (allowed === 'no') &&
        blamesRightly(facts, blocking)
      )
    }
    expect(sweep(assignments([...callers, ...resource1, ...resource2], both), agrees)).toEqual({
      run: 65_536,
      failed: [],
    })
  })

  test('three values, one resource: all 19,683 assignments decide, and blame, as all their completions do', () => {
    const names = ['same', 'identityDenies', 'identityAllows', 'limitAllows', ...resource1.slice(1)] as const
    const settled = new Map<string, ReturnType<typeof ask>>()
    const keyOf = (assignment: Assignment): string => names.map((name) => assignment[name]).join()
    for (const assignment of assignments(names, both)) settled.set(keyOf(assignment), ask(toFacts(assignment, [1])))
    const agrees = (assignment: Assignment): boolean => {
      const completed = [...completionsOf(assignment)]
      const answers = completed.map((one) => settled.get(keyOf(one)))
      const { allowed, blocking } = ask(toFacts(assignment, [1]))
      return (
        allowed === truthAmong(answers.map((one) => one?.allowed === 'yes')) &&
        blocking.every(
          ({ explicit, implicit }, index) =>
            explicit === truthAmong(answers.map((one) => one?.blocking[index]?.explicit === 'yes')) &&
            implicit === truthAmong(answers.map((one) => one?.blocking[index]?.implicit === 'yes')),
        )
      )
    }
    expect(sweep(assignments(names, all), agrees)).toEqual({ run: 19_683, failed: [] })
  })

  test('three values, every layer’s explicit deny open beside its allow: all 6,561 assignments', () => {
    const names = [...callers.slice(1), 'denies1', 'lets1', 'denies2', 'lets2'] as const
    const agrees = (assignment: Assignment): boolean => {
      const expected = truthAmong([...completionsOf(assignment)].map((one) => isAllowed(settle(toFacts(one, [1, 2])))))
      return ask(toFacts(assignment, [1, 2])).allowed === expected
    }
    expect(sweep(assignments(names, all), agrees)).toEqual({ run: 6_561, failed: [] })
  })

  test('three values, two resources whose grants are open: all 19,683 assignments', () => {
    const names = [
      'same',
      'identityAllows',
      'limitAllows',
      'self1',
      'role1',
      'account1',
      'alone1',
      'role2',
      'account2',
    ] as const
    const agrees = (assignment: Assignment): boolean => {
      const expected = truthAmong([...completionsOf(assignment)].map((one) => isAllowed(settle(toFacts(one, [1, 2])))))
      return ask(toFacts(assignment, [1, 2])).allowed === expected
    }
    expect(sweep(assignments(names, all), agrees)).toEqual({ run: 19_683, failed: [] })
  })

  test('an action that AWS’s pages disagree on never denies for sure: all 2,048 assignments', () => {
    const agrees = (assignment: Assignment): boolean => {
      const facts = toFacts(assignment, [1])
      const sure = ask(facts)
      const { allowed, blocking } = ask(facts, true)
      return (
        allowed === (sure.allowed === 'yes' ? 'yes' : 'maybe') &&
        blocking.every(({ explicit, implicit }) => explicit !== 'yes' && implicit !== 'yes')
      )
    }
    expect(sweep(assignments([...callers, ...resource1], both), agrees)).toEqual({ run: 2_048, failed: [] })
  })

  test('callers without an account are never of the resource’s account', () => {
    const stranger: Caller = { ...caller, kind: 'anonymous', account: null, principal: 'anonymous', arn: 'anonymous' }
    const bucket = { layer: layer('bucket', 'guard'), verdict: say({ answers: 'yes' }) }
    expect(combine([bucket], questionTo('yes'), stranger)).toEqual({
      allowed: 'no',
      blocking: [{ explicit: 'no', implicit: 'yes' }],
    })
  })
})

function blamesRightly(facts: Facts, blocking: readonly Blocking[]): boolean {
  const parts = [...facts.resources, facts.identity, facts.limit]
  const quiet = onlyGrants(facts)
  const nobodyGrants = grantIsMissing(facts)
  const expected = [
    // A missing grant is put down to the one that governs alone, else to all who could have given it.
    ...facts.resources.map((one, index) => !one.lets || (nobodyGrants && answersFor(facts, index))),
    isMissing(quiet, 'identity'),
    isMissing(quiet, 'limit'),
  ]
  return blocking.every(
    ({ explicit, implicit }, index) =>
      (explicit === 'yes') === parts[index]?.denies && (implicit === 'yes') === expected[index],
  )
}

/** The facts without what a guard holds back, which blocks by itself and whatever is granted. */
const onlyGrants = (facts: Facts): Facts => ({
  ...facts,
  resources: facts.resources.map((one) => ({ ...one, lets: true })),
})

/** Denied, and still so once caller and limit allow: what lacks is a grant of the resource's side. */
const grantIsMissing = (facts: Facts): boolean =>
  !isAllowed({
    ...onlyGrants(facts),
    identity: { denies: false, allows: true },
    limit: { denies: false, allows: true },
    resources: facts.resources.map((one) => ({ ...one, lets: true, denies: false })),
  })

function answersFor({ resources }: Facts, index: number): boolean {
  const alone = resources.findIndex(({ governsAlone }) => governsAlone)
  return alone < 0 || alone === index
}
