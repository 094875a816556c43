import type { BucketSide, Evidence, KmsKey, PolicySource, S3Object } from '../evidence.ts'
import type { Fact } from '../fact.ts'

type Json = Record<string, unknown>

/**
 * Evidence in SCENARIOS.md's form, every field written out, so that `s3denied explain` repeats a diagnosis that was made
 * on AWS. The inverse of readEvidence.
 */
export function writeEvidence(evidence: Evidence): Json {
  const { vpcEndpoint, accessPoint } = evidence
  return {
    ...(evidence.principalAccount === null ? {} : { principalAccount: evidence.principalAccount }),
    organization: writeFact(evidence.organization, same),
    principalDetails: writeFact(evidence.principalDetails, ({ sessionTags, ...details }) => ({
      ...details,
      sessionTags: writeFact(sessionTags, same),
    })),
    identityPolicies: writeFact(evidence.identityPolicies, (list) => list.map(writePolicy)),
    permissionsBoundary: writeFact(evidence.permissionsBoundary, orNull(writePolicy)),
    sessionPolicies: writeFact(evidence.sessionPolicies, (list) => list.map(writePolicy)),
    serviceControlPolicies: writeFact(evidence.serviceControlPolicies, writeLevels),
    ...(evidence.vpcEndpointGiven
      ? {
          vpcEndpoint: writeFact(
            vpcEndpoint,
            orNull(({ id, policy }) => ({ id, policy: orNull(writePolicy)(policy) })),
          ),
        }
      : {}),
    accessPoint: writeFact(
      accessPoint,
      orNull(({ arn, policy, publicAccessBlock, vpcId }) => ({
        arn,
        policy: orNull(writePolicy)(policy),
        publicAccessBlock: writeFact(publicAccessBlock, same),
        vpcId: writeFact(vpcId, same),
      })),
    ),
    ...writeSide(evidence.target),
    ...(evidence.source === evidence.target ? {} : { source: writeSide(evidence.source) }),
    recentChanges: writeFact(evidence.recentChanges, same),
  }
}

const writeSide = (side: BucketSide): Json => ({
  bucketAccount: writeFact(side.bucketAccount, same),
  bucketExists: writeFact(side.bucketExists, same),
  bucketRegion: writeFact(side.bucketRegion, same),
  bucketPolicy: writeFact(side.bucketPolicy, orNull(writePolicy)),
  bucketPublicAccessBlock: writeFact(side.bucketPublicAccessBlock, same),
  accountPublicAccessBlock: writeFact(side.accountPublicAccessBlock, same),
  objectOwnership: writeFact(side.objectOwnership, same),
  bucketAcl: writeFact(side.bucketAcl, same),
  bucketEncryption: writeFact(side.bucketEncryption, same),
  requestPayer: writeFact(side.requestPayer, same),
  object: writeFact(side.object, writeObject),
  kmsKey: writeFact(side.kmsKey, orNull(writeKey)),
  resourceControlPolicies: writeFact(side.resourceControlPolicies, writeLevels),
})

function writeObject(object: S3Object): Json {
  if (!object.exists) return { exists: false }
  const { encryption } = object
  return {
    exists: true,
    owner: writeFact(object.owner, same),
    acl: writeFact(object.acl, same),
    storageClass: writeFact(object.storageClass, same),
    restored: writeFact(object.restored, same),
    ...(encryption.kind === 'known' ? encryption.value : { serverSideEncryption: writeFact(encryption, same) }),
    tags: writeFact(object.tags, same),
    retention: writeFact(object.retention, same),
    legalHold: writeFact(object.legalHold, same),
  }
}

const writeKey = (key: KmsKey): Json => ({
  ...key,
  state: writeFact(key.state, same),
  policy: writePolicy(key.policy),
  grants: writeFact(key.grants, same),
})

const writeLevels = (levels: readonly (readonly PolicySource[])[] | null): unknown =>
  levels?.map((level) => level.map(writePolicy)) ?? null

const writePolicy = ({ name, arn, document }: PolicySource): Json => ({
  name,
  ...(arn === undefined ? {} : { arn }),
  document: writeFact(document, same),
})

const same = (value: unknown): unknown => value

const orNull =
  <T>(write: (value: T) => unknown) =>
  (value: T | null): unknown =>
    value === null ? null : write(value)

function writeFact<T>(fact: Fact<T>, write: (value: T) => unknown): unknown {
  switch (fact.kind) {
    case 'known':
      return write(fact.value)
    case 'unreadable':
      return { unreadable: fact.call, errorCode: fact.errorCode }
    case 'unknown':
      return { unknown: fact.reason }
  }
}
