import type { Unread } from '../diagnosis.ts'
import type { BucketSide, Evidence, PolicySource } from '../evidence.ts'
import { describeMissing, type Fact } from '../fact.ts'

/** How each fact is called towards people. */
const callerFacts = {
  organization: 'organization',
  principalDetails: 'the caller’s id, path and tags',
  identityPolicies: 'identity-based policies',
  permissionsBoundary: 'permissions boundary',
  sessionPolicies: 'session policies',
  serviceControlPolicies: 'service control policies',
  vpcEndpoint: 'VPC endpoint',
  accessPoint: 'access point',
  recentChanges: 'recent changes',
} as const satisfies Partial<Record<keyof Evidence, string>>

const sideFacts = {
  bucketAccount: 'the bucket’s account',
  bucketExists: 'whether the bucket exists',
  bucketRegion: 'the bucket’s Region',
  bucketPolicy: 'bucket policy',
  bucketPublicAccessBlock: 'the bucket’s public access block',
  accountPublicAccessBlock: 'the account’s public access block',
  objectOwnership: 'Object Ownership',
  bucketAcl: 'bucket ACL',
  bucketEncryption: 'bucket encryption',
  requestPayer: 'Requester Pays',
  object: 'object',
  kmsKey: 'KMS key',
  resourceControlPolicies: 'resource control policies',
} as const satisfies Record<keyof BucketSide, string>

/** Every fact that was not read, with why; it stands in the answer's footer and is never left out. */
export function listUnread(evidence: Evidence): Unread[] {
  const found: Unread[] = []
  const look = (name: string, fact: Fact<unknown>): void => {
    if (fact.kind !== 'known') found.push({ fact: name, why: describeMissing(fact) })
  }
  const lookPolicy = (source: PolicySource | null): void => {
    if (source !== null) look(`policy ${source.name}`, source.document)
  }
  for (const key of keysOf(callerFacts)) look(callerFacts[key], evidence[key])
  for (const side of new Set([evidence.target, evidence.source])) {
    const of = side === evidence.target ? '' : ' of the source'
    for (const key of keysOf(sideFacts)) look(`${sideFacts[key]}${of}`, side[key])
    if (side.object.kind === 'known' && side.object.value.exists) {
      const { exists: _, ...parts } = side.object.value
      for (const [part, fact] of Object.entries(parts)) look(`the object’s ${objectParts[part] ?? part}${of}`, fact)
    }
    if (side.kmsKey.kind === 'known' && side.kmsKey.value !== null) {
      look(`the key’s state${of}`, side.kmsKey.value.state)
      look(`the key’s grants${of}`, side.kmsKey.value.grants)
      lookPolicy(side.kmsKey.value.policy)
    }
    if (side.bucketPolicy.kind === 'known') lookPolicy(side.bucketPolicy.value)
  }
  if (evidence.identityPolicies.kind === 'known') evidence.identityPolicies.value.forEach(lookPolicy)
  if (evidence.permissionsBoundary.kind === 'known') lookPolicy(evidence.permissionsBoundary.value)
  if (evidence.serviceControlPolicies.kind === 'known')
    evidence.serviceControlPolicies.value?.flat().forEach(lookPolicy)
  if (evidence.vpcEndpoint.kind === 'known') lookPolicy(evidence.vpcEndpoint.value?.policy ?? null)
  if (evidence.accessPoint.kind === 'known') lookPolicy(evidence.accessPoint.value?.policy ?? null)
  return found
}

const objectParts: Readonly<Record<string, string>> = {
  storageClass: 'storage class',
  restored: 'restore state',
  acl: 'ACL',
  legalHold: 'legal hold',
}

const keysOf = <T extends object>(record: T): (keyof T)[] => Object.keys(record) as (keyof T)[]
