import type { Unread } from '../diagnosis.ts'
import type { BucketSide, Evidence, PolicySource } from '../evidence.ts'
import { describeMissing, type Fact, mapFact } from '../fact.ts'
import type { DiagnosisRequest } from '../request.ts'
import { levelOf } from './operations.ts'

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

type Look = (name: string, fact: Fact<unknown>) => void

/** Every fact that was not read, with why; it stands in the answer's footer and is never left out. */
export function listUnread(evidence: Evidence, request: DiagnosisRequest): Unread[] {
  const found: Unread[] = []
  const look: Look = (name, fact) => {
    if (fact.kind !== 'known') found.push({ fact: name, why: describeMissing(fact) })
  }
  for (const key of keysOf(callerFacts)) look(callerFacts[key], evidence[key])
  for (const side of new Set([evidence.target, evidence.source])) {
    lookAtSide(side, side === evidence.target ? '' : ' of the source', look, levelOf(request) === 'object')
  }
  const { principalDetails, accessPoint } = evidence
  if (principalDetails.kind === 'known') look('the session’s tags', principalDetails.value.sessionTags)
  if (accessPoint.kind === 'known' && accessPoint.value !== null) {
    look('the access point’s public access block', accessPoint.value.publicAccessBlock)
    look('the access point’s VPC', accessPoint.value.vpcId)
  }
  for (const source of policiesOf(evidence))
    look(/policy$/i.test(source.name) ? source.name : `policy ${source.name}`, source.document)
  return found
}

/** A request about the bucket itself asks nothing of an object. */
function lookAtSide(side: BucketSide, of: string, look: Look, withObject: boolean): void {
  for (const key of keysOf(sideFacts)) if (key !== 'object' || withObject) look(`${sideFacts[key]}${of}`, side[key])
  if (!withObject) return
  if (side.object.kind === 'known' && side.object.value.exists) {
    const { exists: _, ...parts } = side.object.value
    for (const [part, fact] of Object.entries(parts)) look(`the object’s ${objectParts[part] ?? part}${of}`, fact)
  }
  if (side.kmsKey.kind === 'known' && side.kmsKey.value !== null) {
    look(`the key’s state${of}`, side.kmsKey.value.state)
    look(`the key’s grants${of}`, side.kmsKey.value.grants)
  }
}

/** Every policy that is there, whether or not its document was read. */
function policiesOf(evidence: Evidence): PolicySource[] {
  const sides = [...new Set([evidence.target, evidence.source])]
  const found = [
    listed(evidence.identityPolicies),
    listed(evidence.permissionsBoundary),
    listed(evidence.sessionPolicies),
    listed(evidence.serviceControlPolicies),
    listed(mapFact(evidence.vpcEndpoint, (endpoint) => endpoint?.policy ?? null)),
    listed(mapFact(evidence.accessPoint, (point) => point?.policy ?? null)),
    ...sides.flatMap((side) => [
      listed(side.bucketPolicy),
      listed(side.resourceControlPolicies),
      listed(mapFact(side.kmsKey, (key) => key?.policy ?? null)),
    ]),
  ]
  return [...new Set(found.flat())]
}

type Policies = PolicySource | null | readonly PolicySource[] | readonly (readonly PolicySource[])[]

const listed = (fact: Fact<Policies>): PolicySource[] => (fact.kind === 'known' ? [fact.value ?? []].flat(2) : [])

const objectParts: Readonly<Record<string, string>> = {
  storageClass: 'storage class',
  restored: 'restore state',
  acl: 'ACL',
  legalHold: 'legal hold',
}

const keysOf = <T extends object>(record: T): (keyof T)[] => Object.keys(record) as (keyof T)[]
