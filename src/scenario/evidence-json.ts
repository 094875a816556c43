import { accountOf } from '../arn.ts'
import type { BucketSide, Evidence, S3Object } from '../evidence.ts'
import { type Fact, known, mapFact, unknown } from '../fact.ts'
import { check } from '../input-error.ts'
import type { DiagnosisRequest } from '../request.ts'
import {
  bucketPolicyName,
  evidenceSchema,
  type GivenEvidence,
  type GivenObject,
  type GivenSide,
} from './evidence-schema.ts'
import { plainAccount } from './plain-account.ts'

/**
 * Reads evidence of SCENARIOS.md's form; a field that is left out has the plain account's value. Throws InputError.
 */
export const readEvidence = (json: unknown, request: DiagnosisRequest): Evidence => openEvidence(json)(request)

/** Reads evidence once for many requests; what the plain account fills in depends on whose account and bucket it is. */
export function openEvidence(json: unknown): (request: DiagnosisRequest) => Evidence {
  const given = check(evidenceSchema, json, 'evidence')
  return (request) => complete(given, request)
}

function complete(given: GivenEvidence, request: DiagnosisRequest): Evidence {
  const caller = given.principalAccount ?? accountOf(request.principal)
  const bucketAccount: Fact<string> =
    given.bucketAccount ?? (caller === null ? unknown('the bucket’s account was not said') : known(caller))
  const plain = plainAccount(caller, bucketAccount)
  const { source, ...rest } = given
  const target = readSide(rest, request.bucket, plain.target, bucketAccount)
  return {
    principalAccount: caller,
    organization: given.organization ?? plain.organization,
    principalDetails: given.principalDetails ?? plain.principalDetails,
    identityPolicies: given.identityPolicies ?? plain.identityPolicies,
    permissionsBoundary: given.permissionsBoundary ?? plain.permissionsBoundary,
    sessionPolicies: given.sessionPolicies ?? plain.sessionPolicies,
    serviceControlPolicies: given.serviceControlPolicies ?? plain.serviceControlPolicies,
    vpcEndpoint: given.vpcEndpoint ?? plain.vpcEndpoint,
    vpcEndpointGiven: given.vpcEndpoint !== undefined,
    accessPoint: given.accessPoint ?? plain.accessPoint,
    target,
    source:
      source === undefined
        ? target
        : readSide(
            source,
            request.source?.bucket ?? request.bucket,
            plain.target,
            source.bucketAccount ?? bucketAccount,
          ),
    recentChanges: given.recentChanges ?? plain.recentChanges,
  }
}

function readSide(given: GivenSide, bucket: string, plain: BucketSide, bucketAccount: Fact<string>): BucketSide {
  const { bucketPolicy, object } = given
  return {
    bucketAccount,
    bucketExists: given.bucketExists ?? plain.bucketExists,
    bucketRegion: given.bucketRegion ?? plain.bucketRegion,
    bucketPolicy:
      bucketPolicy === undefined
        ? plain.bucketPolicy
        : mapFact(bucketPolicy, (policy) =>
            policy?.name === bucketPolicyName ? { ...policy, name: `${bucket} ${bucketPolicyName}` } : policy,
          ),
    bucketPublicAccessBlock: given.bucketPublicAccessBlock ?? plain.bucketPublicAccessBlock,
    accountPublicAccessBlock: given.accountPublicAccessBlock ?? plain.accountPublicAccessBlock,
    objectOwnership: given.objectOwnership ?? plain.objectOwnership,
    bucketAcl: given.bucketAcl ?? ownersAcl(bucketAccount),
    bucketEncryption: given.bucketEncryption ?? plain.bucketEncryption,
    requestPayer: given.requestPayer ?? plain.requestPayer,
    object: object === undefined ? plain.object : mapFact(object, (one) => readObject(one, bucketAccount)),
    kmsKey: given.kmsKey ?? plain.kmsKey,
    resourceControlPolicies: given.resourceControlPolicies ?? plain.resourceControlPolicies,
  }
}

function readObject(given: GivenObject, bucketAccount: Fact<string>): S3Object {
  const { serverSideEncryption, kmsKeyArn, bucketKeyEnabled, sseCustomer, ...rest } = given
  const owner = given.owner ?? bucketAccount
  return {
    ...rest,
    owner,
    acl: given.acl ?? ownersAcl(owner),
    encryption: mapFact(serverSideEncryption, (algorithm) => ({
      serverSideEncryption: algorithm,
      ...(kmsKeyArn === undefined ? {} : { kmsKeyArn }),
      bucketKeyEnabled,
      sseCustomer,
    })),
  }
}

const ownersAcl = (owner: Fact<string>): S3Object['acl'] =>
  mapFact(owner, (account) => [{ grantee: account, permission: 'FULL_CONTROL' }])
