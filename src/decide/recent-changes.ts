import type { Evidence, PolicySource, RecentChange } from '../evidence.ts'
import { type Fact, known, mapFact, unknown } from '../fact.ts'
import type { DiagnosisRequest } from '../request.ts'
import { decide, type Rules } from './decide.ts'

/** What became of looking for the change that turned allowed into denied. */
export interface Turning {
  readonly change: RecentChange
  /** Whether the request surely passed before it; else nothing shows what was there before. */
  readonly certain: boolean
}

/**
 * Undoes the recent changes one by one, newest first, and decides the same request before each. The first that stands
 * between a denied and an allowed decision is the one that turned it.
 */
export function findTurning(request: DiagnosisRequest, evidence: Evidence, rules: Rules): Turning | null {
  if (evidence.recentChanges.kind !== 'known') return null
  let current = evidence
  let suspect: RecentChange | null = null
  for (const change of evidence.recentChanges.value) {
    const before = undo(change, current)
    if (before === null) continue
    const { decision } = decide(request, before, rules)
    if (decision === 'allowed') return { change, certain: true }
    if (decision === 'undetermined' && suspect === null) suspect = change
    current = before
  }
  return suspect === null ? null : { change: suspect, certain: false }
}

/** The newest change that may have mended a refusal since: the evidence allows now, and did not before. */
export function findMending(request: DiagnosisRequest, evidence: Evidence, rules: Rules): RecentChange | null {
  if (evidence.recentChanges.kind !== 'known') return null
  let current = evidence
  for (const change of evidence.recentChanges.value) {
    const before = undo(change, current)
    if (before === null) continue
    const { decision } = decide(request, before, rules)
    if (decision === 'explicitDeny' || decision === 'implicitDeny') return change
    current = before
  }
  return null
}

type Undo = (change: RecentChange, evidence: Evidence) => Evidence

const nobodyKnows = 'what was there before is not in the event'

/** A policy document as it was; `null` is none. */
const policyBefore = ({ before, eventName }: RecentChange, name: string): Fact<PolicySource | null> => {
  if (before === null) return known(null)
  if (isRecord(before) && 'Statement' in before) return known({ name, document: known(before) })
  return unknown(`${nobodyKnows} (${eventName})`)
}

const bucketPolicyUndo: Undo = (change, evidence) =>
  inTarget(evidence, { bucketPolicy: policyBefore(change, 'bucket policy before the change') })

/** By CloudTrail's event name. https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html */
const undos: Readonly<Record<string, Undo>> = {
  PutBucketPolicy: bucketPolicyUndo,
  DeleteBucketPolicy: bucketPolicyUndo,
  PutBucketPublicAccessBlock: (change, evidence) =>
    inTarget(evidence, { bucketPublicAccessBlock: switchesBefore(change) }),
  DeleteBucketPublicAccessBlock: (change, evidence) =>
    inTarget(evidence, { bucketPublicAccessBlock: switchesBefore(change) }),
  PutPublicAccessBlock: (change, evidence) => inTarget(evidence, { bucketPublicAccessBlock: switchesBefore(change) }),
  PutAccountPublicAccessBlock: (change, evidence) =>
    inTarget(evidence, { accountPublicAccessBlock: switchesBefore(change) }),
  DeleteAccountPublicAccessBlock: (change, evidence) =>
    inTarget(evidence, { accountPublicAccessBlock: switchesBefore(change) }),
  PutBucketOwnershipControls: (change, evidence) =>
    inTarget(evidence, {
      objectOwnership:
        change.before === 'ObjectWriter' ||
        change.before === 'BucketOwnerPreferred' ||
        change.before === 'BucketOwnerEnforced'
          ? known(change.before)
          : unknown(nobodyKnows),
    }),
  PutRolePermissionsBoundary: (change, evidence) => ({
    ...evidence,
    permissionsBoundary: policyBefore(change, 'permissions boundary before'),
  }),
  PutUserPermissionsBoundary: (change, evidence) => ({
    ...evidence,
    permissionsBoundary: policyBefore(change, 'permissions boundary before'),
  }),
  PutRolePolicy: replaceIdentityPolicy,
  PutUserPolicy: replaceIdentityPolicy,
  PutGroupPolicy: replaceIdentityPolicy,
  DeleteRolePolicy: replaceIdentityPolicy,
  DeleteUserPolicy: replaceIdentityPolicy,
  DeleteGroupPolicy: replaceIdentityPolicy,
  AttachRolePolicy: replaceIdentityPolicy,
  AttachUserPolicy: replaceIdentityPolicy,
  DetachRolePolicy: replaceIdentityPolicy,
  DetachUserPolicy: replaceIdentityPolicy,
  CreatePolicyVersion: replaceIdentityPolicy,
  SetDefaultPolicyVersion: replaceIdentityPolicy,
  PutKeyPolicy: (change, evidence) => {
    const before = policyBefore(change, 'key policy before the change')
    const policy: PolicySource =
      before.kind === 'known' && before.value !== null
        ? before.value
        : { name: 'key policy', document: before.kind === 'known' ? unknown(nobodyKnows) : before }
    return inTarget(evidence, {
      kmsKey: mapFact(evidence.target.kmsKey, (key) => (key === null ? null : { ...key, policy })),
    })
  },
  DisableKey: keyWasEnabled,
  ScheduleKeyDeletion: keyWasEnabled,
}

/** The evidence as it was before a change; `null` for a change that it does not show. */
const undo = (change: RecentChange, evidence: Evidence): Evidence | null =>
  undos[change.eventName]?.(change, evidence) ?? null

function inTarget(evidence: Evidence, change: Partial<Evidence['target']>): Evidence {
  const target = { ...evidence.target, ...change }
  return { ...evidence, target, source: evidence.source === evidence.target ? target : evidence.source }
}

function switchesBefore({ before }: RecentChange): Evidence['target']['bucketPublicAccessBlock'] {
  if (before === null) return known(null)
  if (!isRecord(before)) return unknown(nobodyKnows)
  const is = (name: string): boolean => before[name] === true
  return known({
    BlockPublicAcls: is('BlockPublicAcls'),
    IgnorePublicAcls: is('IgnorePublicAcls'),
    BlockPublicPolicy: is('BlockPublicPolicy'),
    RestrictPublicBuckets: is('RestrictPublicBuckets'),
  })
}

function keyWasEnabled(_: RecentChange, evidence: Evidence): Evidence {
  const kmsKey = mapFact(evidence.target.kmsKey, (key) => (key === null ? null : { ...key, state: known('Enabled') }))
  return inTarget(evidence, { kmsKey })
}

/** What is there now and came with the change goes; what went with it comes back, as far as the event shows it. */
function replaceIdentityPolicy(change: RecentChange, evidence: Evidence): Evidence {
  const returning: PolicySource[] =
    change.before === null
      ? []
      : isRecord(change.before) && 'Statement' in change.before
        ? [{ name: 'policy before the change', document: known(change.before) }]
        : [{ name: nameOf(change.before), document: unknown(`${nobodyKnows} (${change.eventName})`) }]
  return {
    ...evidence,
    identityPolicies: mapFact(evidence.identityPolicies, (list) => [
      ...list.filter((source) => !cameWith(source, change.after)),
      ...returning,
    ]),
  }
}

const cameWith = (source: PolicySource, after: unknown): boolean =>
  after !== null &&
  ((source.document.kind === 'known' && JSON.stringify(source.document.value) === JSON.stringify(after)) ||
    (isRecord(after) && source.arn !== undefined && after.policyArn === source.arn))

const nameOf = (before: unknown): string =>
  isRecord(before) && typeof before.policyArn === 'string' ? before.policyArn : 'policy before the change'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
