import { describeMissing, type Fact, type Unknown, type Unreadable } from '../fact.ts'
import { matchStatement, type Query, type StatementMatch } from './match.ts'
import type { Policy } from './policy.ts'
import { noReach, type ReachMatch } from './principal.ts'
import { or, type Truth } from './truth.ts'

/** What a set of policies says together: whether any statement denies, whether any allows, and the traces. */
export interface PolicyOutcome {
  readonly denies: Truth
  readonly allows: Truth
  readonly reach: ReachMatch
  /** Statements that surely deny. */
  readonly denying: readonly StatementMatch[]
  /** Statements that allow, or that missing facts may turn to allowing or denying. */
  readonly allowing: readonly StatementMatch[]
  readonly open: readonly StatementMatch[]
  /** Allow statements that lack exactly one part. */
  readonly near: readonly StatementMatch[]
  /** What is missing, as short phrases. */
  readonly missing: readonly string[]
}

/** Nothing is there: neither a deny nor an allow. */
export const silence: PolicyOutcome = {
  denies: 'no',
  allows: 'no',
  reach: noReach,
  denying: [],
  allowing: [],
  open: [],
  near: [],
  missing: [],
}

/** A set that could not be read: everything may stand in it. */
export const unreadPolicies = (why: string): PolicyOutcome => ({
  ...silence,
  denies: 'maybe',
  allows: 'maybe',
  reach: { self: 'maybe', role: 'maybe', account: 'maybe' },
  missing: [why],
})

/** Asks policies that count as one: the union of their statements. */
export function evaluatePolicies(policies: readonly Fact<Policy>[], query: Query): PolicyOutcome {
  const unread: (Unreadable | Unknown)[] = []
  const denies: StatementMatch[] = []
  const allows: StatementMatch[] = []
  for (const policy of policies) {
    if (policy.kind !== 'known') {
      unread.push(policy)
      continue
    }
    for (const statement of policy.value.statements) {
      const match = matchStatement(statement, query)
      if (match !== null) (statement.effect === 'Deny' ? denies : allows).push(match)
    }
  }
  const unsure: Truth = unread.length > 0 ? 'maybe' : 'no'
  const deniesTruth = anyApplies(denies, unsure)
  const allowsTruth = anyApplies(allows, unsure)
  // An open statement is a question only where no certain one has settled the same.
  const open = [...(deniesTruth === 'maybe' ? denies : []), ...(allowsTruth === 'maybe' ? allows : [])].filter(
    ({ applies }) => applies === 'maybe',
  )
  return {
    denies: deniesTruth,
    allows: allowsTruth,
    reach: joinReach(allows, unsure),
    denying: denies.filter(({ applies }) => applies === 'yes'),
    allowing: allows.filter(({ applies }) => applies === 'yes'),
    open,
    near: allows.filter(({ failed }) => failed !== null),
    missing: [...new Set([...unread.map(describeMissing), ...open.flatMap(({ missing }) => missing)])],
  }
}

const anyApplies = (matches: readonly StatementMatch[], start: Truth): Truth =>
  matches.reduce<Truth>((found, { applies }) => or(found, applies), start)

const joinReach = (matches: readonly StatementMatch[], start: Truth): ReachMatch =>
  matches.reduce<ReachMatch>(
    (joined, { reach }) => ({
      self: or(joined.self, reach.self),
      role: or(joined.role, reach.role),
      account: or(joined.account, reach.account),
    }),
    { self: start, role: start, account: start },
  )
