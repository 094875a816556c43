import fc from 'fast-check'
import type { PolicyOutcome } from '../../src/policy/evaluate.ts'
import { ask, type Open, toQuery } from '../oracle/bridge.ts'
import { keyNames, makeRequest, makeStatement, startRandom } from '../oracle/generate.ts'
import type { PlainRequest } from '../oracle/request.ts'

type Statement = Readonly<Record<string, unknown>>

const runs = { numRuns: 2_000 }
const version = '2012-10-17'

const statement: fc.Arbitrary<Statement> = fc.nat().map((seed) => makeStatement(startRandom(seed), true))
const statements = fc.array(statement, { minLength: 1, maxLength: 5 })
const request: fc.Arbitrary<PlainRequest> = fc.nat().map((seed) => makeRequest(startRandom(seed)))
const keys = fc.subarray([...keyNames], { maxLength: 4 })

const policyOf = (list: readonly Statement[]) => ({ Version: version, Statement: list })

const withhold = (names: readonly string[]): Open => ({
  keys: Object.fromEntries(names.map((name) => [name, { kind: 'unknown', present: false }])),
})

const decide = (policies: readonly unknown[], asked: PlainRequest, unknown: readonly string[] = []): PolicyOutcome =>
  ask(policies, toQuery(asked, withhold(unknown)))

const verdict = ({ denies, allows, reach }: PolicyOutcome) => ({ denies, allows, reach })

test('a deny that is added never allows and never lifts a deny', () => {
  fc.assert(
    fc.property(statements, statement, request, keys, (list, added, asked, unknown) => {
      const before = decide([policyOf(list)], asked, unknown)
      const after = decide([policyOf([...list, { ...added, Effect: 'Deny' }])], asked, unknown)
      expect(after.allows).toBe(before.allows)
      if (before.denies !== 'no') expect(after.denies).not.toBe('no')
      if (before.denies === 'yes') expect(after.denies).toBe('yes')
    }),
    runs,
  )
})

test('an allow that is added never denies and never takes an allow away', () => {
  fc.assert(
    fc.property(statements, statement, request, keys, (list, added, asked, unknown) => {
      const { NotPrincipal, ...rest } = added
      const allow = { Principal: NotPrincipal ?? '*', ...rest, Effect: 'Allow' }
      const before = decide([policyOf(list)], asked, unknown)
      const after = decide([policyOf([allow, ...list])], asked, unknown)
      expect(after.denies).toBe(before.denies)
      if (before.allows === 'yes') expect(after.allows).toBe('yes')
      if (before.allows === 'maybe') expect(after.allows).not.toBe('no')
    }),
    runs,
  )
})

test('the order of statements changes nothing', () => {
  const shuffled = statements.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, request, keys, ([list, other], asked, unknown) => {
      expect(verdict(decide([policyOf(other)], asked, unknown))).toEqual(
        verdict(decide([policyOf(list)], asked, unknown)),
      )
    }),
    runs,
  )
})

test('a policy split in two is the same', () => {
  fc.assert(
    fc.property(statements, fc.nat(), request, keys, (list, at, asked, unknown) => {
      const parts = [list.slice(0, at % list.length), list.slice(at % list.length)].filter(({ length }) => length > 0)
      expect(verdict(decide(parts.map(policyOf), asked, unknown))).toEqual(
        verdict(decide([policyOf(list)], asked, unknown)),
      )
    }),
    runs,
  )
})

test('other Sids, and none, change nothing', () => {
  fc.assert(
    fc.property(statements, fc.string(), request, keys, (list, sid, asked, unknown) => {
      const renamed = list.map((one, i) => ({ ...one, Sid: `${sid}${i}` }))
      const nameless = list.map(({ Sid, ...one }) => one)
      const wanted = verdict(decide([policyOf(list)], asked, unknown))
      expect(verdict(decide([policyOf(renamed)], asked, unknown))).toEqual(wanted)
      expect(verdict(decide([policyOf(nameless)], asked, unknown))).toEqual(wanted)
    }),
    runs,
  )
})

test('a statement said twice counts once', () => {
  fc.assert(
    fc.property(statements, request, keys, (list, asked, unknown) => {
      expect(verdict(decide([policyOf([...list, ...list])], asked, unknown))).toEqual(
        verdict(decide([policyOf(list)], asked, unknown)),
      )
    }),
    runs,
  )
})

test('a key made unknown never turns into another certain answer', () => {
  fc.assert(
    fc.property(statements, request, keys, (list, asked, unknown) => {
      const before = decide([policyOf(list)], asked)
      const after = decide([policyOf(list)], asked, unknown)
      for (const effect of ['denies', 'allows'] as const) {
        if (after[effect] !== 'maybe') expect(after[effect]).toBe(before[effect])
      }
      if (after.denies === 'maybe' && before.denies !== 'maybe') expect(after.missing).not.toEqual([])
    }),
    runs,
  )
})

test('the case of an action changes nothing', () => {
  const upper = (value: unknown): unknown =>
    typeof value === 'string' ? value.toUpperCase() : Array.isArray(value) ? value.map(upper) : value
  fc.assert(
    fc.property(statements, request, (list, asked) => {
      const loud = list.map((one) => ({
        ...one,
        ...('Action' in one ? { Action: upper(one.Action) } : { NotAction: upper(one.NotAction) }),
      }))
      expect(verdict(decide([policyOf(loud)], asked))).toEqual(verdict(decide([policyOf(list)], asked)))
    }),
    runs,
  )
})
