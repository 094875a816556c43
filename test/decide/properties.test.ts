import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { Diagnosis } from '../../src/diagnosis.ts'
import {
  at,
  diagnose,
  diagnosisOf,
  documentsOf,
  isJson,
  type Json,
  type Path,
  put,
  readJson,
  type Seed,
  seeds,
} from './seeds.ts'

const seed = 20261125

/** Numbers of runs; each draws a scenario and what is done to it. */
const numRuns = 400

const anySeed = fc.constantFrom(...seeds)

/** Policies whose statements name principals. */
const ofResource = /bucketPolicy|resourceControlPolicies|kmsKey|accessPoint|vpcEndpoint/

const actions = ['s3:*', '*', 's3:GetObject', 's3:PutObject', 's3:List*', 'kms:*', 's3:GetBucketPolicy']
const resources = ['*', 'arn:aws:s3:::acme-reports', 'arn:aws:s3:::acme-reports/*', 'arn:aws:s3:::*/secret/*']
const conditions: Json[] = [
  {},
  { Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  { Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d' } } },
  { Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } },
  { Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } } },
]

const statement = (effect: 'Allow' | 'Deny') =>
  fc
    .record({
      action: fc.constantFrom(...actions),
      resource: fc.constantFrom(...resources),
      condition: fc.constantFrom(...conditions),
      negated: fc.boolean(),
    })
    .map(({ action, resource, condition, negated }) => ({
      Effect: effect,
      ...(negated ? { NotAction: action } : { Action: action }),
      Resource: resource,
      ...condition,
    }))

const statementsOf = (document: unknown): unknown[] => [readJson(document).Statement ?? []].flat()

/** A document with one more statement at a place between the others. */
function insert(document: unknown, given: Json, place: number): Json {
  const list = statementsOf(document)
  const index = place % (list.length + 1)
  return { ...readJson(document), Statement: [...list.slice(0, index), given, ...list.slice(index)] }
}

const denies = ({ decision }: Diagnosis): boolean => decision === 'explicitDeny' || decision === 'implicitDeny'

test(`a Deny added anywhere never makes an allowed of what was not: ${numRuns} runs`, () => {
  const added = anySeed
    .filter(({ evidence }) => documentsOf(evidence).length > 0)
    .chain((one) => fc.tuple(fc.constant(one), fc.constantFrom(...documentsOf(one.evidence))))
  fc.assert(
    fc.property(added, statement('Deny'), fc.nat(9), ([one, path], deny, place) => {
      const principal = ofResource.test(path.join('.')) ? { Principal: '*' } : {}
      const changed = put(one.evidence, path, insert(at(one.evidence, path), { ...deny, ...principal }, place))
      const before = diagnosisOf(one)
      const after = diagnose(one.request, changed)
      if (after.decision === 'allowed') expect(before.decision).toBe('allowed')
      if (denies(before)) expect(denies(after)).toBe(true)
      // Whoever denied still does.
      const still = after.blockedBy.map(({ layer }) => layer)
      const explicit = before.blockedBy.filter(({ decision }) => decision === 'explicitDeny')
      expect(still).toEqual(expect.arrayContaining(explicit.map(({ layer }) => layer)))
    }),
    { seed, numRuns },
  )
})

test(`an Allow added to an identity policy never denies: ${numRuns} runs`, () => {
  const withPolicies = seeds.filter(({ evidence }) => Array.isArray(evidence.identityPolicies))
  fc.assert(
    fc.property(fc.constantFrom(...withPolicies), statement('Allow'), (one, allow) => {
      const policy = { name: 'one-more', document: { Version: '2012-10-17', Statement: [allow] } }
      const identityPolicies = [one.evidence.identityPolicies ?? [], policy].flat()
      const before = diagnosisOf(one)
      const after = diagnose(one.request, { ...one.evidence, identityPolicies })
      if (before.decision === 'allowed') expect(after.decision).toBe('allowed')
      if (denies(after)) expect(denies(before)).toBe(true)
      const blocked = before.blockedBy.map(({ layer }) => layer)
      for (const { layer } of after.blockedBy) expect(blocked).toContain(layer)
    }),
    { seed, numRuns },
  )
})

/** What the order, the grouping and the names of statements may not change. */
const essence = (diagnosis: Diagnosis) => ({
  decision: diagnosis.decision,
  likely: diagnosis.likely,
  cause: diagnosis.cause,
  blockedBy: diagnosis.blockedBy.map(({ layer, decision }) => [layer, decision]),
  openQuestions: diagnosis.openQuestions.map(({ layer, missing }) => [layer, [...missing].sort()]),
  layers: diagnosis.layers,
  afterFix: diagnosis.afterFix,
  stillBlockedBy: diagnosis.stillBlockedBy,
})

const changeDocuments = (evidence: Json, change: (document: Json, path: Path) => Json): Json =>
  readJson(
    documentsOf(evidence).reduce<unknown>(
      (json, path) => put(json, path, change(readJson(at(json, path)), path)),
      evidence,
    ),
  )

test(`the order of statements changes nothing: ${numRuns} runs`, () => {
  fc.assert(
    fc.property(anySeed, fc.infiniteStream(fc.nat()), (one, numbers) => {
      const shuffle = (list: unknown[]) =>
        list
          .map((value) => ({ value, rank: numbers.next().value }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ value }) => value)
      const changed = changeDocuments(one.evidence, (document) => ({
        ...document,
        Statement: shuffle(statementsOf(document)),
      }))
      expect(essence(diagnose(one.request, changed))).toEqual(essence(diagnosisOf(one)))
    }),
    { seed, numRuns },
  )
})

/** One policy a statement, each with a name of its own. */
function split(list: unknown): unknown {
  if (!Array.isArray(list)) return list
  return list.flatMap((policy, index) => {
    const { name, document } = readJson(policy)
    const statements = statementsOf(document)
    if (statements.length < 2) return [policy]
    return statements.map((one, part) => ({
      name: `${name} ${index} ${part}`,
      document: { ...readJson(document), Statement: [one] },
    }))
  })
}

const isSplittable = ({ evidence }: Seed): boolean => !isDeepStrictEqual(splitAll(evidence), evidence)

const splitAll = (evidence: Json): Json => ({
  ...evidence,
  identityPolicies: split(evidence.identityPolicies),
  sessionPolicies: split(evidence.sessionPolicies),
})

test('a policy split into one for each statement decides the same: every scenario that has one to split', () => {
  const splittable = seeds.filter(isSplittable)
  expect(splittable.length).toBeGreaterThan(5)
  for (const one of splittable) {
    // A change joins statements of one policy, so what is left after it may differ.
    const { afterFix: _, stillBlockedBy: __, ...before } = essence(diagnosisOf(one))
    expect(essence(diagnose(one.request, splitAll(one.evidence)))).toMatchObject(before)
  }
})

test(`what policies and statements are called changes nothing: ${numRuns} runs`, () => {
  const names = fc.constantFrom('a', 'policy', 'AmazonS3FullAccess')
  fc.assert(
    fc.property(anySeed, names, fc.boolean(), (one, name, withSid) => {
      const renamed = changeDocuments(one.evidence, (document) => ({
        ...document,
        Statement: statementsOf(document).map((given, index) => {
          const { Sid: _, ...rest } = readJson(given)
          return withSid ? { ...rest, Sid: `S${index}` } : rest
        }),
      }))
      const called = documentsOf(renamed).reduce<unknown>(
        (json, path) => put(json, [...path.slice(0, -1), 'name'], name),
        renamed,
      )
      expect(essence(diagnose(one.request, called))).toEqual(essence(diagnosisOf(one)))
    }),
    { seed, numRuns },
  )
})

/** Everything in a value. */
function* everything(value: unknown): Generator<unknown> {
  yield value
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* everything(part)
}

const isTooWide = (given: unknown): boolean => {
  const { Effect, Action, Principal, Condition } = readJson(given)
  const wide = [Action ?? []].flat().some((action) => action === '*' || action === 's3:*' || action === 'kms:*')
  return Effect === 'Allow' && (wide || (Principal === '*' && Condition === undefined))
}

const changed = seeds.flatMap((one) => {
  const { nextStep } = diagnosisOf(one)
  return nextStep?.change ? [{ one, change: nextStep.change, diagnosis: diagnosisOf(one) }] : []
})

describe('every change that is proposed', () => {
  test('there are some', () => expect(changed.length).toBeGreaterThan(200))

  test('changes something, grants no more than is needed, and takes no statement and no switch away', () => {
    for (const { one, change } of changed) {
      const label = { file: one.file, policy: change.policy }
      expect({ ...label, same: isDeepStrictEqual(change.before, change.after) }).toEqual({ ...label, same: false })
      const before = statementsOf(change.before)
      const added = statementsOf(change.after).filter((given) => !before.some((old) => isDeepStrictEqual(old, given)))
      expect({ ...label, wide: added.filter(isTooWide) }).toEqual({ ...label, wide: [] })
      expect({ ...label, lost: statementsOf(change.after).length < before.length }).toEqual({ ...label, lost: false })
      const switches = [...everything(change.after)].filter((part) => isJson(part) && 'RestrictPublicBuckets' in part)
      expect({ ...label, switches }).toEqual({ ...label, switches: [] })
    }
  })

  test('keeps every Deny a Deny, with every condition that it had', () => {
    for (const { one, change } of changed) {
      const after = statementsOf(change.after).map(readJson)
      statementsOf(change.before).forEach((given, index) => {
        const old = readJson(given)
        const now = after[index] ?? {}
        expect({ file: one.file, effect: now.Effect }).toEqual({ file: one.file, effect: old.Effect })
        const operators = Object.keys(readJson(old.Condition))
        expect(Object.keys(readJson(now.Condition))).toEqual(expect.arrayContaining(operators))
      })
    }
  })

  test('leads to allowed, or says what denies still', () => {
    for (const one of seeds) {
      const { afterFix, stillBlockedBy, nextStep } = diagnosisOf(one)
      if (nextStep?.change) expect({ file: one.file, afterFix }).not.toEqual({ file: one.file, afterFix: null })
      if (afterFix === 'explicitDeny' || afterFix === 'implicitDeny') expect(stillBlockedBy).not.toEqual([])
      if (afterFix === 'allowed') expect(stillBlockedBy).toEqual([])
    }
  })

  test('written into the evidence by hand, comes to the decision that was promised', () => {
    let tried = 0
    for (const { one, change, diagnosis } of changed) {
      const places = documentsOf(one.evidence).filter((path) =>
        isDeepStrictEqual(at(one.evidence, path), change.before),
      )
      const [place] = places
      if (place === undefined || places.length > 1) continue
      tried += 1
      const { decision } = diagnose(one.request, put(one.evidence, place, change.after))
      expect({ file: one.file, decision }).toEqual({ file: one.file, decision: diagnosis.afterFix })
    }
    expect(tried).toBeGreaterThan(100)
  })
})
