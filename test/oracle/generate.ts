import { actionPatterns, actions, awsNames, callers, keys, resourcePatterns, resources, services } from './pools.ts'
import type { PlainRequest } from './request.ts'

// A global is slow to look up inside jest's sandbox, and these are asked millions of times.
const { floor, imul } = Math

/** A row of numbers in [0, 1) that a seed settles (mulberry32). */
export function startRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Random = () => number

export const pick = <T>(random: Random, list: readonly [T, ...T[]]): T => list[floor(random() * list.length)] ?? list[0]

const chance = (random: Random, share: number): boolean => random() < share

/** One to three of a list, sometimes bare instead of in brackets. */
function some<T>(random: Random, list: readonly [T, ...T[]]): T | T[] {
  const length = pick(random, [1, 1, 1, 2, 2, 3])
  const found = Array.from({ length }, () => pick(random, list))
  const [first] = found
  return first !== undefined && length === 1 && chance(random, 0.5) ? first : found
}

/** The keys that a generated policy may ask about, in lower case: what a request may leave unsaid. */
export const keyNames: readonly string[] = [
  ...new Set(keys.flatMap(({ names }) => names.map((name) => name.toLowerCase()))),
]

/** What a key may be, were it sent: for completing what is unknown. */
export const sendable = (name: string): readonly (readonly string[])[] =>
  keys
    .filter(({ names }) => names.some((one) => one.toLowerCase() === name))
    .flatMap(({ sent, many }) => [...sent.map((value) => [value]), ...(many === true ? [[...sent]] : [])])

function makeCondition(random: Random): Record<string, Record<string, unknown>> {
  const condition: Record<string, Record<string, unknown>> = {}
  for (let left = pick(random, [1, 1, 2]); left > 0; left--) {
    const key = pick(random, keys)
    const name = pick(random, key.names)
    const plain = pick(random, key.operators)
    const quantified = key.many === true || chance(random, 0.1)
    const quantifier = quantified ? pick(random, ['ForAllValues:', 'ForAnyValue:']) : ''
    const operator = chance(random, 0.1) ? 'Null' : `${quantifier}${plain}${chance(random, 0.25) ? 'IfExists' : ''}`
    const wanted = operator === 'Null' ? some(random, ['true', 'false', true, false]) : some(random, key.wanted)
    condition[operator] = { ...condition[operator], [name]: wanted }
  }
  return condition
}

function makePrincipal(random: Random): unknown {
  if (chance(random, 0.35)) return '*'
  if (chance(random, 0.1)) return { Service: some(random, services) }
  if (chance(random, 0.1)) return { AWS: some(random, awsNames), Service: some(random, services) }
  return { AWS: some(random, awsNames) }
}

/** Half of them generous, so that the rest of a statement gets to decide. */
function makeActions(random: Random): Record<string, unknown> {
  if (chance(random, 0.5)) return { Action: '*' }
  return { [chance(random, 0.25) ? 'NotAction' : 'Action']: some(random, actionPatterns) }
}

function makeResources(random: Random): Record<string, unknown> {
  if (chance(random, 0.5)) return { Resource: '*' }
  return { [chance(random, 0.25) ? 'NotResource' : 'Resource']: some(random, resourcePatterns) }
}

export function makeStatement(random: Random, resourceBased: boolean): Record<string, unknown> {
  const effect = chance(random, 0.35) ? 'Deny' : 'Allow'
  const principal = effect === 'Deny' && chance(random, 0.25) ? 'NotPrincipal' : 'Principal'
  return {
    ...(chance(random, 0.3) ? { Sid: pick(random, ['', 'ReadOnly', 'Statement1']) } : {}),
    Effect: effect,
    ...(resourceBased ? { [principal]: makePrincipal(random) } : {}),
    ...makeActions(random),
    ...makeResources(random),
    ...(chance(random, 0.6) ? { Condition: makeCondition(random) } : {}),
  }
}

export function makePolicy(random: Random): Record<string, unknown> {
  const resourceBased = chance(random, 0.6)
  const statements = Array.from({ length: pick(random, [1, 1, 2, 3]) }, () => makeStatement(random, resourceBased))
  return {
    ...(chance(random, 0.85) ? { Version: chance(random, 0.85) ? '2012-10-17' : '2008-10-17' } : {}),
    Statement: statements.length === 1 && chance(random, 0.3) ? statements[0] : statements,
  }
}

export function makeRequest(random: Random): PlainRequest {
  const context: Record<string, readonly string[]> = {}
  for (const { names, sent, many } of keys) {
    for (const name of names) {
      if (chance(random, 0.45)) continue
      context[name.toLowerCase()] =
        many === true && chance(random, 0.5) ? sent.filter(() => chance(random, 0.6)) : [pick(random, sent)]
    }
  }
  const principal = pick(random, callers)
  return {
    principal,
    path: pick(random, ['/', '/jobs/']),
    // Only users and roles can have one.
    boundary: /:user\/|:assumed-role\//.test(principal) && chance(random, 0.15),
    federatedBy: 'arn:aws:iam::111122223333:user/mira',
    action: pick(random, actions),
    resource: pick(random, resources),
    context,
    notPrincipal: chance(random, 0.5) ? 'any named' : 'all named',
  }
}
