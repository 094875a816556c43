import type { Evidence, PolicySource, RecentChange } from '../evidence.ts'
import { type Fact, known, mapFact, unknown } from '../fact.ts'
import { lookUp } from '../look-up.ts'
import { setAsideMalformed } from './compiled-policies.ts'

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
    const policy = asPolicy(policyBefore(change, 'key policy before the change'), 'key policy')
    const unknownPolicy: PolicySource = { name: 'key policy', document: unknown(nobodyKnows) }
    return inTarget(evidence, {
      kmsKey: mapFact(evidence.target.kmsKey, (key) =>
        key === null ? null : { ...key, policy: policy ?? unknownPolicy },
      ),
    })
  },
  DeleteRolePermissionsBoundary: (change, evidence) => ({
    ...evidence,
    permissionsBoundary: policyBefore(change, 'permissions boundary before'),
  }),
  DeleteUserPermissionsBoundary: (change, evidence) => ({
    ...evidence,
    permissionsBoundary: policyBefore(change, 'permissions boundary before'),
  }),
  PutBucketEncryption: (change, evidence) => inTarget(evidence, { bucketEncryption: encryptionBefore(change) }),
  DeleteBucketEncryption: (change, evidence) => inTarget(evidence, { bucketEncryption: encryptionBefore(change) }),
  ModifyVpcEndpoint: (change, evidence) => ({
    ...evidence,
    vpcEndpoint: mapFact(evidence.vpcEndpoint, (endpoint) =>
      endpoint === null
        ? null
        : { ...endpoint, policy: asPolicy(policyBefore(change, 'VPC endpoint policy before'), 'VPC endpoint policy') },
    ),
  }),
  AttachPolicy: (change, evidence) =>
    inOrganization(evidence, (source) => (cameWith(source, change.after) ? [] : [source])),
  UpdatePolicy: (change, evidence) =>
    inOrganization(evidence, (source) => {
      const before = cameWith(source, change.after) ? asPolicy(policyBefore(change, source.name), source.name) : source
      return before === null ? [] : [before]
    }),
  DisableKey: keyWasEnabled,
  ScheduleKeyDeletion: keyWasEnabled,
}

/** The evidence as it was before a change; `null` for a change that it does not show. */
export function undo(change: RecentChange, evidence: Evidence): Evidence | null {
  const before = lookUp(undos, change.eventName)?.(change, evidence)
  // An old policy that this code does not read is as good as unknown.
  return before === undefined ? null : setAsideMalformed(before)
}

/** A policy whose document nobody knows stays a policy. */
const asPolicy = (fact: Fact<PolicySource | null>, name: string): PolicySource | null =>
  fact.kind === 'known' ? fact.value : { name, document: fact }

/** Whatever policy of the organization it was: SCPs of the caller's account, RCPs of the bucket's. */
function inOrganization(evidence: Evidence, change: (source: PolicySource) => PolicySource[]): Evidence {
  const levels = (fact: Evidence['serviceControlPolicies']): Evidence['serviceControlPolicies'] =>
    mapFact(fact, (list) => list?.map((level) => level.flatMap(change)) ?? null)
  return {
    ...inTarget(evidence, { resourceControlPolicies: levels(evidence.target.resourceControlPolicies) }),
    serviceControlPolicies: levels(evidence.serviceControlPolicies),
  }
}

/** Without a setting of its own a bucket encrypts with S3's keys. */
function encryptionBefore({ before }: RecentChange): Evidence['target']['bucketEncryption'] {
  if (before === null) return known({ sseAlgorithm: 'AES256', bucketKeyEnabled: false, blockedEncryptionTypes: [] })
  if (!isRecord(before) || typeof before.sseAlgorithm !== 'string') return unknown(nobodyKnows)
  const { sseAlgorithm, kmsMasterKeyId } = before
  return known({
    sseAlgorithm,
    ...(typeof kmsMasterKeyId === 'string' ? { kmsMasterKeyId } : {}),
    bucketKeyEnabled: before.bucketKeyEnabled === true,
    blockedEncryptionTypes: [],
  })
}

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
