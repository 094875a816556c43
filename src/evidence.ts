import type { Fact } from './fact.ts'

/** A policy as AWS holds it; the document is read by policy/. */
export interface PolicySource {
  /** How the policy is called towards people: its name in IAM, or `acme-reports bucket policy`. */
  readonly name: string
  readonly arn?: string
  readonly document: Fact<unknown>
}

/** The four switches. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean
  readonly IgnorePublicAcls: boolean
  readonly BlockPublicPolicy: boolean
  readonly RestrictPublicBuckets: boolean
}

export interface Organization {
  readonly id: string
  readonly managementAccount: string
  /**
   * Account id → its path (`o-…/r-…/ou-…/`), `null` where it is a member and nobody says where; an account that is not
   * listed is outside the organization.
   */
  readonly accounts: Readonly<Record<string, string | null>>
}

export interface PrincipalDetails {
  /** Unique id (`AROA…`, `AIDA…`). */
  readonly id?: string
  readonly tags: Readonly<Record<string, string>>
  /** Tags that were passed with AssumeRole; no API shows those of a live session. */
  readonly sessionTags: Fact<Readonly<Record<string, string>>>
  /** `/` where the principal has no path. */
  readonly path: string
  readonly exists: boolean
  /** Whether the session was made with MFA; left out where nobody knows. */
  readonly mfa?: boolean
}

export interface VpcEndpoint {
  readonly id: string
  readonly policy: PolicySource | null
}

export interface AccessPoint {
  readonly arn: string
  readonly policy: PolicySource | null
  readonly publicAccessBlock: Fact<PublicAccessBlock | null>
  /** The VPC of an access point with VPC origin; `null` for internet origin. */
  readonly vpcId: Fact<string | null>
}

/** One grant of an ACL: an account id or one of S3's predefined groups. */
export interface AclGrant {
  readonly grantee: string
  readonly permission: string
}

export type ObjectOwnership = 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter'

export interface BucketEncryption {
  readonly sseAlgorithm: string
  readonly kmsMasterKeyId?: string
  readonly bucketKeyEnabled: boolean
  readonly blockedEncryptionTypes: readonly string[]
}

/** How an object is encrypted at rest. */
export interface ObjectEncryption {
  readonly serverSideEncryption: string
  readonly kmsKeyArn?: string
  readonly bucketKeyEnabled: boolean
  readonly sseCustomer: boolean
}

export interface Retention {
  readonly mode: string
  readonly retainUntil: string
}

/** The object; the parts that need rights of their own are facts of their own. */
export interface S3Object {
  readonly exists: boolean
  /** Account id. */
  readonly owner: Fact<string>
  readonly acl: Fact<readonly AclGrant[]>
  readonly storageClass: Fact<string>
  readonly restored: Fact<boolean>
  readonly encryption: Fact<ObjectEncryption>
  readonly tags: Fact<Readonly<Record<string, string>>>
  readonly retention: Fact<Retention | null>
  readonly legalHold: Fact<boolean>
}

export interface KmsGrant {
  readonly granteePrincipal: string
  readonly operations: readonly string[]
  readonly constraints?: {
    readonly encryptionContextEquals?: Readonly<Record<string, string>>
    readonly encryptionContextSubset?: Readonly<Record<string, string>>
  }
}

export interface KmsKey {
  readonly arn: string
  readonly account: string
  readonly manager: 'CUSTOMER' | 'AWS'
  /** `Enabled`, `Disabled`, `PendingDeletion`, … (KMS's KeyState). */
  readonly state: Fact<string>
  readonly policy: PolicySource
  readonly grants: Fact<readonly KmsGrant[]>
}

/** What belongs to one bucket: the target's, or a copy's source. */
export interface BucketSide {
  readonly bucketAccount: Fact<string>
  readonly bucketExists: Fact<boolean>
  readonly bucketRegion: Fact<string>
  readonly bucketPolicy: Fact<PolicySource | null>
  readonly bucketPublicAccessBlock: Fact<PublicAccessBlock | null>
  readonly accountPublicAccessBlock: Fact<PublicAccessBlock | null>
  readonly objectOwnership: Fact<ObjectOwnership>
  readonly bucketAcl: Fact<readonly AclGrant[]>
  readonly bucketEncryption: Fact<BucketEncryption>
  readonly requestPayer: Fact<string>
  readonly object: Fact<S3Object>
  readonly kmsKey: Fact<KmsKey | null>
  /** One list a level, root first; `null` where RCPs do not apply. */
  readonly resourceControlPolicies: Fact<readonly (readonly PolicySource[])[] | null>
}

/** A change that CloudTrail recorded; `before` and `after` are what the event shows of the thing that changed. */
export interface RecentChange {
  readonly time: string
  readonly eventName: string
  readonly by: string
  readonly resource: string
  readonly before: unknown
  readonly after: unknown
}

/** All that AWS holds and that decides one request. */
export interface Evidence {
  /** `null` for callers that belong to no account (anonymous, service principals). */
  readonly principalAccount: string | null
  readonly organization: Fact<Organization | null>
  readonly principalDetails: Fact<PrincipalDetails>
  readonly identityPolicies: Fact<readonly PolicySource[]>
  readonly permissionsBoundary: Fact<PolicySource | null>
  readonly sessionPolicies: Fact<readonly PolicySource[]>
  /** One list a level, root first; `null` where SCPs do not apply. */
  readonly serviceControlPolicies: Fact<readonly (readonly PolicySource[])[] | null>
  readonly vpcEndpoint: Fact<VpcEndpoint | null>
  /** Whether `vpcEndpoint` was said at all: the plain account's silence leaves `aws:SourceVpce` unknown. */
  readonly vpcEndpointGiven: boolean
  readonly accessPoint: Fact<AccessPoint | null>
  readonly target: BucketSide
  /** A copy's source; the target itself where nothing else is said. */
  readonly source: BucketSide
  readonly recentChanges: Fact<readonly RecentChange[]>
}
