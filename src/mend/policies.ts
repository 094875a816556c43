import { accountOf } from '../arn.ts'
import type { PolicyChange } from '../diagnosis.ts'
import type { Evidence, PolicySource } from '../evidence.ts'
import { known, mapFact } from '../fact.ts'
import type { Statement } from '../policy/policy.ts'

/** A change to one policy of the evidence, and how the evidence looks with it. */
export interface Edit {
  readonly change: PolicyChange
  readonly source: PolicySource
}

type Document = Readonly<Record<string, unknown>>

/**
 * Adds one statement to a policy, or makes a new policy of it. `null` where the policy is there and was not read: to
 * write it anew would lose all that stands in it.
 */
export function addStatement(source: PolicySource | null, name: string, statement: Document): Edit | null {
  if (source !== null && source.document.kind !== 'known') return null
  const before = source === null ? null : documentOf(source)
  const after =
    before === null
      ? { Version: '2012-10-17', Statement: [statement] }
      : { ...before, Statement: [...statementsOf(before), statement] }
  return {
    change: { policy: source?.name ?? name, before, after, excerpt: statement },
    source: { ...(source ?? { name }), document: known(after) },
  }
}

/** Puts another statement in the place of the one at `index` (1-based). */
export function replaceStatement(
  source: PolicySource,
  index: number,
  statement: Document,
  excerpt: unknown = statement,
): Edit {
  const before = documentOf(source)
  const after = {
    ...before,
    Statement: statementsOf(before).map((one, at) => (at === index - 1 ? statement : one)),
  }
  return { change: { policy: source.name, before, after, excerpt }, source: { ...source, document: known(after) } }
}

const documentOf = (source: PolicySource): Document =>
  source.document.kind === 'known' && isRecord(source.document.value) ? source.document.value : {}

function statementsOf({ Statement: body }: Document): readonly unknown[] {
  if (body === undefined) return []
  return Array.isArray(body) ? body : [body]
}

const isRecord = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a statement stands in a policy; its name does not tell, since two groups may both have one called `s3`. */
export const holds = (source: PolicySource, { raw }: Statement): boolean =>
  statementsOf(documentOf(source)).includes(raw)

/** `arn:aws:iam::aws:policy/…`: AWS's own, which nobody else can edit. */
export const isManagedByAws = ({ arn }: PolicySource): boolean => arn !== undefined && accountOf(arn) === 'aws'

/** The list with `from` replaced by `to`. */
export const swap = (list: readonly PolicySource[], from: PolicySource, to: PolicySource): PolicySource[] =>
  list.map((one) => (one === from ? to : one))

/** Changes what belongs to one bucket: the target's side and, where it is the same bucket, the source's with it. */
export function changeSide(
  evidence: Evidence,
  side: Evidence['target'],
  change: (side: Evidence['target']) => Evidence['target'],
): Evidence {
  const isTarget = side === evidence.target
  const isSource = side === evidence.source
  return {
    ...evidence,
    ...(isTarget ? { target: change(evidence.target) } : {}),
    ...(isSource ? { source: change(evidence.source) } : {}),
  }
}

/** The same list of levels with one policy exchanged. */
export const swapInLevels = (
  levels: Evidence['serviceControlPolicies'],
  from: PolicySource,
  to: PolicySource,
): Evidence['serviceControlPolicies'] => mapFact(levels, (list) => list?.map((level) => swap(level, from, to)) ?? null)
