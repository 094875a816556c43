import type { StatementRef } from '../../diagnosis.ts'
import type { BucketSide, Evidence, PolicySource } from '../../evidence.ts'
import type { Fact } from '../../fact.ts'

/** The statement as AWS holds it, or `null` where its policy was not read. */
export function findStatement(evidence: Evidence, { policy, index }: StatementRef): unknown {
  for (const source of policiesOf(evidence)) {
    if (source.name !== policy || source.document.kind !== 'known') continue
    const statement = statementsOf(source.document.value)[index - 1]
    if (statement !== undefined) return statement
  }
  return null
}

/** A policy's `Statement` may be one statement instead of a list. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html */
function statementsOf(document: unknown): readonly unknown[] {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return []
  return Array.isArray(document.Statement) ? document.Statement : [document.Statement]
}

/** Every policy that was read. */
function policiesOf(evidence: Evidence): readonly PolicySource[] {
  return [
    ...listed(evidence.identityPolicies),
    ...single(evidence.permissionsBoundary),
    ...listed(evidence.sessionPolicies),
    ...leveled(evidence.serviceControlPolicies),
    ...policyOf(evidence.vpcEndpoint),
    ...policyOf(evidence.accessPoint),
    ...policiesOfSide(evidence.target),
    ...policiesOfSide(evidence.source),
  ]
}

const policiesOfSide = (side: BucketSide): readonly PolicySource[] => [
  ...single(side.bucketPolicy),
  ...leveled(side.resourceControlPolicies),
  ...policyOf(side.kmsKey),
]

const listed = (fact: Fact<readonly PolicySource[]>): readonly PolicySource[] =>
  fact.kind === 'known' ? fact.value : []

const leveled = (fact: Fact<readonly (readonly PolicySource[])[] | null>): readonly PolicySource[] =>
  fact.kind === 'known' ? (fact.value ?? []).flat() : []

const single = (fact: Fact<PolicySource | null>): readonly PolicySource[] =>
  fact.kind === 'known' && fact.value !== null ? [fact.value] : []

const policyOf = (fact: Fact<{ readonly policy: PolicySource | null } | null>): readonly PolicySource[] =>
  fact.kind === 'known' && fact.value?.policy ? [fact.value.policy] : []
