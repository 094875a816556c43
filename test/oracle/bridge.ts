import { readCaller } from '../../src/caller.ts'
import { type Fact, known, unknown } from '../../src/fact.ts'
import { absent, type ContextValue } from '../../src/policy/context.ts'
import { evaluatePolicies, type PolicyOutcome } from '../../src/policy/evaluate.ts'
import type { Query } from '../../src/policy/match.ts'
import { compilePolicy, type Policy } from '../../src/policy/policy.ts'
import type { Decision } from './decide.ts'
import type { PlainRequest } from './request.ts'

/** What is left open of a plain request when the engine is asked. */
export interface Open {
  readonly keys: Readonly<Record<string, ContextValue>>
  readonly path?: true
  readonly boundary?: true
}

/** The same question in the engine's own words. */
export function toQuery(request: PlainRequest, open: Open = { keys: {} }): Query {
  const { principal, path, boundary, action, resource, context } = request
  const details = { id: 'AROADBQP57FF2ABCDEFGH', tags: {}, sessionTags: known({}), path, exists: true }
  return {
    caller: readCaller(principal, {
      principalDetails: open.path ? unknown('nobody read the role') : known(details),
      permissionsBoundary: open.boundary
        ? unknown('nobody read the boundary')
        : known(boundary ? { name: 'boundary', document: known({}) } : null),
    }),
    action: action.toLowerCase(),
    resource,
    context: (key) => open.keys[key] ?? toValue(context[key]),
  }
}

const toValue = (values: readonly string[] | undefined): ContextValue =>
  values === undefined ? absent : { kind: 'values', values }

/** The engine's own form of policies. */
export const compile = (policies: readonly unknown[]): Fact<Policy>[] =>
  policies.map((policy, i) => known(compilePolicy(`policy ${i + 1}`, policy, `policies[${i}]`)))

/** Compiles and asks at once. */
export const ask = (policies: readonly unknown[], query: Query): PolicyOutcome =>
  evaluatePolicies(compile(policies), query)

/** What the engine's answer leaves possible. */
export function possible({ denies, allows }: PolicyOutcome): ReadonlySet<Decision> {
  const found = new Set<Decision>()
  if (denies !== 'no') found.add('deny')
  if (denies !== 'yes' && allows !== 'no') found.add('allow')
  if (denies !== 'yes' && allows !== 'yes') found.add('none')
  return found
}
