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

/** Matches one statement. One pass gives the match and its trace. */
export function matchStatement(statement: Statement, query: Query): StatementMatch {
  const action = matchesAction(statement.actions, query.action)
  const resource = matchesResource(statement.resources, query)
  const reach = statement.principal === undefined ? everyone : matchPrincipal(statement.principal, query.caller)
  const named = anyReach(reach)
  if (action === 'no' && (resource === 'no' || named === 'no')) return missed(statement, reach)
  const tested = statement.conditions.map((condition) => ({ condition, truth: condition.test(query.context) }))
  const condition = tested.reduce<Truth>((all, { truth }) => and(all, truth), 'yes')
  const parts: readonly [Part, Truth][] = [
    ['principal', named],
    ['action', action],
    ['resource', resource],
    ['condition', condition],
  ]
  const failing = parts.filter(([, truth]) => truth === 'no')
  const applies = parts.reduce<Truth>((all, [, truth]) => and(all, truth), 'yes')
  const open = tested.filter(({ truth }) => truth === 'maybe')
  return {
    statement,
    applies,
    reach: {
      self: and(applies, reach.self),
      role: and(applies, reach.role),
      account: and(applies, reach.account),
    },
    failed: failing.length === 1 ? (failing[0]?.[0] ?? null) : null,
    missing:
      applies === 'maybe'
        ? missingKeys(
            open.map(({ condition: one }) => one),
            named === 'maybe' ? principalQuestion(statement) : null,
            resource,
            query.context,
          )
        : [],
    unmet: tested.filter(({ truth }) => truth === 'no').map(({ condition: one }) => one),
  }
}

const missed = (statement: Statement, reach: ReachMatch): StatementMatch => ({
  statement,
  applies: 'no',
  reach: anyReach(reach) === 'no' ? reach : noReach,
  failed: null,
  missing: [],
  unmet: [],
})

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

function matchesAction(actions: ActionList, action: string): Truth {
  const found = actions.matchers.some((matches) => matches(action))
  return found !== actions.negated ? 'yes' : 'no'
}

/** A variable without value matches nothing. */
function matchesResource(resources: ResourceList, query: Query): Truth {
  let found: Truth = 'no'
  for (const template of resources.templates) {
    const pattern = resolve(template, query.context)
    if (pattern === 'unknown') found = 'maybe'
    else if (pattern !== 'absent' && pattern(query.resource)) return resources.negated ? 'no' : 'yes'
  }
  return resources.negated ? not(found) : found
}
