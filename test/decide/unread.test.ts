import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { Decision, Diagnosis, LayerDecision } from '../../src/diagnosis.ts'
import {
  at,
  diagnose,
  diagnosisOf,
  factsOf,
  isJson,
  type Path,
  put,
  readFiles,
  readJson,
  type Seed,
  seeds,
} from './seeds.ts'

/** One seed for all, so that a failure repeats; the counts stand in the tests' names. */
const seed = 20261125

const unread = [{ unreadable: 'some:Call', errorCode: 'AccessDenied' }, { unknown: 'no API shows it' }] as const

type Verdict = 'denies' | 'passes' | 'open'

/** Explicit and implicit are told apart only once it is sure that something denies. */
function verdictOf(decision: Decision | LayerDecision): Verdict {
  switch (decision) {
    case 'explicitDeny':
    case 'implicitDeny':
      return 'denies'
    case 'undetermined':
      return 'open'
    case 'allowed':
    case 'notApplicable':
      return 'passes'
  }
}

/** What fewer facts may do: leave an answer as it is, or open it. Never give another, and never give one. */
const isHonest = (more: Verdict, less: Verdict): boolean => less === 'open' || less === more

/** Everything that a diagnosis on fewer facts claims and the one on more facts does not bear out. */
function findLies(more: Diagnosis, less: Diagnosis): string[] {
  const lies: string[] = []
  if (!isHonest(verdictOf(more.decision), verdictOf(less.decision))) lies.push(`${more.decision} → ${less.decision}`)
  more.layers.forEach(({ layer, decision }, index) => {
    const now = less.layers[index]?.decision ?? 'undetermined'
    if (isIdentity(more, layer)) return
    if (!isHonest(verdictOf(decision), verdictOf(now))) lies.push(`${layer}: ${decision} → ${now}`)
  })
  const blocks = new Set(more.blockedBy.map(({ layer }) => layer))
  for (const { layer } of less.blockedBy) if (!blocks.has(layer)) lies.push(`${layer} blocks, and did not`)
  if (less.decision === 'undetermined' && less.openQuestions.length === 0) lies.push('undetermined without a question')
  for (const { layer, missing, settle } of less.openQuestions) {
    if (missing.length === 0) lies.push(`${layer} is open and misses nothing`)
    if (settle === '') lies.push(`${layer} is open, and nothing would settle it`)
  }
  return lies
}

/** Who calls is said by the asker and counts only where the request is denied. */
const isIdentity = ({ request }: Diagnosis, layer: string): boolean =>
  request.expectedPrincipal !== undefined && layer === 'caller-identity'

const show = (file: string, path: Path, lies: readonly string[]): string =>
  `${file} without ${path.join('.')}: ${lies.join('; ')}`

const takeAway = ({ file, request, evidence }: Seed, path: Path, mark: (typeof unread)[number]): string[] => {
  const more = diagnosisOf({ file, request, evidence })
  const less = diagnose(request, put(evidence, path, mark))
  const lies = findLies(more, less)
  // What stood in the footer already may have gone into what was taken.
  const why = 'unknown' in mark ? mark.unknown : mark.unreadable
  if (!isOfNoObject(more, path) && !less.unread.some((one) => one.why.includes(why))) lies.push('the footer hides it')
  const { nextStep } = less
  if (nextStep !== null && (nextStep.owner === '' || nextStep.text === '')) lies.push('a next step that says nothing')
  if (isDeepStrictEqual(nextStep?.change?.before, {})) lies.push('a change to a policy that nobody read')
  return lies.length === 0 ? [] : [show(file, path, lies)]
}

/** A request about the bucket itself has nothing to ask of an object or its key. */
const isOfNoObject = ({ request }: Diagnosis, path: Path): boolean =>
  !/^arn:[^:]*:s3:.*[/]/.test(request.resource) && path.some((part) => part === 'object' || part === 'kmsKey')

const byFile = new Map(seeds.map((one) => [one.file, one]))

/** The facts that a file itself states, as the places in the evidence that is written out. */
const stated = readFiles().flatMap(({ file, json }) => {
  const given = readJson(readJson(json).evidence)
  const one = byFile.get(file)
  if (one === undefined) return []
  return factsOf(one.evidence)
    .filter((path) => at(given, path.slice(0, path[0] === 'source' ? 2 : 1)) !== undefined)
    .map((path) => ({ one, path }))
})

const all = seeds.flatMap((one) => factsOf(one.evidence).map((path) => ({ one, path })))

test('there are facts to take away', () => {
  expect(stated.length).toBeGreaterThan(2_000)
  expect(all.length).toBeGreaterThan(20_000)
})

test('no fact that a scenario states, once unread, turns into another answer: 1,500 of them', () => {
  fc.assert(
    fc.property(fc.constantFrom(...stated), fc.constantFrom(...unread), ({ one, path }, mark) => {
      expect(takeAway(one, path, mark)).toEqual([])
    }),
    { seed, numRuns: 1_500 },
  )
})

test('no fact at all does: 500 of the plain account’s as well', () => {
  fc.assert(
    fc.property(fc.constantFrom(...all), fc.constantFrom(...unread), ({ one, path }, mark) => {
      expect(takeAway(one, path, mark)).toEqual([])
    }),
    { seed, numRuns: 500 },
  )
})

/** Facts on which only one or two scenarios turn, so that no draw is sure to find them. */
const rare: readonly (readonly [string, Path])[] = [
  ['ap-own-public-access-block', ['accessPoint']],
  ['ap-policy-arn-condition-is-public', ['accessPoint', 'vpcId']],
  ['bucket-locked-out-root', ['bucketAccount']],
  ['object-customer-key-missing', ['object', 'serverSideEncryption']],
  ['object-governance-bypassed', ['object', 'legalHold']],
  ['object-retention-over', ['object', 'retention']],
  ['rcp-customer-managed-key', ['bucketAccount']],
  ['rcp-management-account-exempt', ['bucketAccount']],
  ['rcp-management-account-exempt', ['organization']],
  ['scp-management-account-exempt', ['organization']],
]

test.each([...rare])('%s without its %s is open', (file, path) => {
  const one = byFile.get(`${file}.json`)
  if (one === undefined) throw new Error(`no scenario ${file}`)
  for (const mark of unread) expect(takeAway(one, path, mark)).toEqual([])
})

test('nor do several at once: 300 pairs and triples', () => {
  const several = fc.constantFrom(...seeds).chain((one) =>
    fc.record({
      one: fc.constant(one),
      paths: fc.uniqueArray(fc.constantFrom(...factsOf(one.evidence)), { minLength: 2, maxLength: 3 }),
    }),
  )
  fc.assert(
    fc.property(several, ({ one, paths }) => {
      // The longer first: a part cannot be taken from what is gone.
      const [mark] = unread
      const less = [...paths]
        .sort((a, b) => b.length - a.length)
        .reduce<unknown>((json, path) => put(json, path, mark), one.evidence)
      expect(findLies(diagnosisOf(one), diagnose(one.request, less))).toEqual([])
    }),
    { seed, numRuns: 300 },
  )
})

/** A retention that was read is taken to be in force, whatever the time is. */
const isRetained = ({ evidence }: Seed): boolean => isJson(at(evidence, ['object', 'retention']))

/** Keys that are unknown once they are left out, as SCENARIOS.md says; the others follow from something else then. */
const forgettable =
  /^aws:(SourceIp|SourceVpc|SourceVpce|VpcSourceIp|CurrentTime|EpochTime|TokenIssueTime|SourceIdentity)$/i

test('nor does any condition key that the asker gave and then did not', () => {
  const told = seeds.flatMap((one) => {
    const context = readJson(one.request.context)
    const settled = 'vpcEndpoint' in one.evidence || isRetained(one)
    const keys = settled ? [] : Object.keys(context).filter((key) => forgettable.test(key))
    return keys.map((key) => ({ one, key, context }))
  })
  expect(told.length).toBeGreaterThan(30)
  const lies = told.flatMap(({ one, key, context }) => {
    const { [key]: _, ...rest } = context
    const found = findLies(diagnosisOf(one), diagnose({ ...one.request, context: rest }, one.evidence))
    return found.length === 0 ? [] : [show(one.file, ['request', 'context', key], found)]
  })
  expect(lies).toEqual([])
})

/** Values that some scenario has at the same place: what an unread fact may turn out to be. */
const candidates = new Map<string, unknown[]>()
const placeOf = (path: Path): string => path.map((part) => (typeof part === 'number' ? '*' : part)).join('.')
for (const { one, path } of all) {
  const place = placeOf(path)
  candidates.set(place, [...(candidates.get(place) ?? []), at(one.evidence, path)])
}

test('what is proven holds whatever the unread fact turns out to be: 500 facts, each with a value of another scenario', () => {
  const guess = fc.constantFrom(...all).chain(({ one, path }) =>
    fc.record({
      one: fc.constant(one),
      path: fc.constant(path),
      value: fc.constantFrom(...(candidates.get(placeOf(path)) ?? [null])),
    }),
  )
  fc.assert(
    fc.property(guess, ({ one, path, value }) => {
      const less = diagnose(one.request, put(one.evidence, path, unread[0]))
      if (less.likely?.certainty !== 'proven') return
      const more = diagnose(one.request, put(one.evidence, path, value))
      expect(findLies(more, less)).toEqual([])
      expect(more.blockedBy.map(({ layer }) => layer)).toContain(less.likely.layer)
    }),
    { seed, numRuns: 500 },
  )
})
