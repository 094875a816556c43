import type { Caller } from '../caller.ts'
import type { Condition } from './condition.ts'
import type { Context } from './context.ts'
import type { ActionList, ResourceList, Statement } from './policy.ts'
import { anyReach, matchPrincipal, noReach, type ReachMatch } from './principal.ts'
import { resolve } from './template.ts'
import { and, not, type Truth } from './truth.ts'

/** One action on one resource by one caller: what a policy is asked. */
export interface Query {
  readonly caller: Caller
  /** In lower case. */
  readonly action: string
  readonly resource: string
  readonly context: Context
}

/** Whether a statement applies to a query, with the parts that decided: the trace that explanations are made of. */
export interface StatementMatch {
  readonly statement: Statement
  readonly applies: Truth
  /** How directly it names the caller; `self` for policies that have no Principal. */
  readonly reach: ReachMatch
  /** The one part that is not met where all others are: what a near miss lacks. */
  readonly failed: Part | null
  /** Condition keys that nobody gave and that would decide. */
  readonly missing: readonly string[]
  /** Conditions that are not met. */
  readonly unmet: readonly Condition[]
}

export type Part = 'principal' | 'action' | 'resource' | 'condition'

const everyone: ReachMatch = { ...noReach, self: 'yes' }

/**
 * Matches one statement. One pass gives the match and its trace; `null` is a statement that neither applies nor may apply,
 * and is no near miss either: an Allow that lacks two parts, a Deny that lacks one.
 */
export function matchStatement(statement: Statement, query: Query): StatementMatch | null {
  const { principal, effect } = statement
  let failed: Part | null = null
  // The cheapest part first, and no further than a statement has something to say.
  if (!matchesAction(statement.actions, query.action)) {
    if (effect === 'Deny') return null
    failed = 'action'
  }
  const resource = matchesResource(statement.resources, query)
  if (resource === 'no') {
    if (effect === 'Deny' || failed !== null) return null
    failed = 'resource'
  }
  const reach = principal === undefined ? everyone : matchPrincipal(principal, query.caller)
  const named = anyReach(reach)
  if (named === 'no') {
    if (effect === 'Deny' || failed !== null) return null
    failed = 'principal'
  }
  const unmet: Condition[] = []
  const open: Condition[] = []
  for (const condition of statement.conditions) {
    const truth = condition.test(query.context)
    if (truth === 'no') {
      if (effect === 'Deny' || failed !== null) return null
      unmet.push(condition)
    } else if (truth === 'maybe') open.push(condition)
  }
  if (unmet.length > 0) failed = 'condition'
  if (failed !== null) return { statement, applies: 'no', reach: noReach, failed, missing: [], unmet }
  if (resource === 'yes' && named === 'yes' && open.length === 0) {
    return { statement, applies: 'yes', reach, failed, missing: [], unmet }
  }
  const question = named === 'maybe' ? principalQuestion(statement) : null
  return {
    statement,
    applies: 'maybe',
    reach: { self: and('maybe', reach.self), role: and('maybe', reach.role), account: and('maybe', reach.account) },
    failed,
    missing: missingKeys(open, question, resource, query.context),
    unmet,
  }
}

const principalQuestion = ({ principal }: Statement): string =>
  principal?.negated ? 'whether NotPrincipal spares the caller' : 'the caller’s unique id, path or provider'

function missingKeys(open: readonly Condition[], question: string | null, resource: Truth, context: Context): string[] {
  const keys = open.map(({ key, lookup, values }) => {
    if (context(lookup).kind === 'unknown' || context(lookup).kind === 'one-of') return key
    // The key is there, and a policy variable in the wanted value is what nobody gave.
    return values.flatMap((value) => [...value.matchAll(/\$\{([^{},]+)/g)].map((found) => found[1] ?? ''))[0] ?? key
  })
  if (question !== null) keys.push(question)
  if (resource === 'maybe') keys.push('a policy variable in Resource')
  return [...new Set(keys)]
}

const matchesAction = ({ matchers, negated }: ActionList, action: string): boolean =>
  matchers.some((matches) => matches(action)) !== negated

/** A variable without value matches nothing. */
function matchesResource({ templates, negated }: ResourceList, { resource, context }: Query): Truth {
  let found: Truth = 'no'
  for (const template of templates) {
    // Whatever its variables are worth, this pattern begins otherwise.
    if (!resource.startsWith(template.prefix)) continue
    const pattern = resolve(template, context)
    if (pattern === 'unknown') found = 'maybe'
    else if (pattern !== 'absent' && pattern(resource)) return negated ? 'no' : 'yes'
  }
  return negated ? not(found) : found
}
