import type { BucketSide, Evidence, PolicySource } from '../evidence.ts'
import { type Fact, known, mapFact } from '../fact.ts'

const everything = (name: string, statement: object): PolicySource => ({
  name,
  document: known({ Version: '2012-10-17', Statement: [statement] }),
})

const fullScp = everything('FullAWSAccess', { Effect: 'Allow', Action: '*', Resource: '*' })
const fullRcp = everything('RCPFullAWSAccess', { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' })

const allOn = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true }

/** SCENARIOS.md's *plain account*: what a field means that a scenario leaves out. */
export function plainAccount(principalAccount: string | null, bucketAccount: Fact<string>): Evidence {
  const organization = 'o-exampleorgid'
  const members = [principalAccount, bucketAccount.kind === 'known' ? bucketAccount.value : null]
  const target: BucketSide = {
    bucketAccount,
    bucketExists: known(true),
    bucketRegion: known('us-east-1'),
    bucketPolicy: known(null),
    bucketPublicAccessBlock: known(allOn),
    accountPublicAccessBlock: known(allOn),
    objectOwnership: known('BucketOwnerEnforced'),
    bucketAcl: mapFact(bucketAccount, (owner) => [{ grantee: owner, permission: 'FULL_CONTROL' }]),
    bucketEncryption: known({ sseAlgorithm: 'AES256', bucketKeyEnabled: false, blockedEncryptionTypes: [] }),
    requestPayer: known('BucketOwner'),
    object: known({
      exists: true,
      owner: bucketAccount,
      acl: mapFact(bucketAccount, (owner) => [{ grantee: owner, permission: 'FULL_CONTROL' }]),
      storageClass: known('STANDARD'),
      restored: known(false),
      encryption: known({ serverSideEncryption: 'AES256', bucketKeyEnabled: false, sseCustomer: false }),
      tags: known({}),
      retention: known(null),
      legalHold: known(false),
    }),
    kmsKey: known(null),
    resourceControlPolicies: known([[fullRcp], [fullRcp]]),
  }
  return {
    principalAccount,
    organization: known({
      id: organization,
      managementAccount: '999988887777',
      accounts: Object.fromEntries(members.filter((id) => id !== null).map((id) => [id, `${organization}/r-exmp/`])),
    }),
    principalDetails: known({ tags: {}, sessionTags: known({}), path: '/', exists: true }),
    identityPolicies: known([]),
    permissionsBoundary: known(null),
    sessionPolicies: known([]),
    serviceControlPolicies: known([[fullScp], [fullScp]]),
    vpcEndpoint: known(null),
    vpcEndpointGiven: false,
    accessPoint: known(null),
    target,
    source: target,
    recentChanges: known([]),
  }
}
