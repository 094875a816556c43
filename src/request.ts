/** What is asked: who attempts which S3 operation on which resource. The JSON form is SCENARIOS.md's `request`. */
export interface DiagnosisRequest {
  /** ARN of a user, role, assumed-role session, root or federated user; `anonymous`; or a service principal. */
  readonly principal: string
  /** Who the asker believes is calling, where that was said. An ARN, or a name without account. */
  readonly expectedPrincipal?: string
  /** S3 API operation (`GetObject`); it stands for every IAM action that it needs. */
  readonly operation?: string
  /** One IAM action (`s3:GetObject`) instead of an operation. */
  readonly action?: string
  readonly bucket: string
  readonly key?: string
  readonly versionId?: string
  /** Where a copy reads. */
  readonly source?: { readonly bucket: string; readonly key: string; readonly versionId?: string }
  /** ARN of the access point that the caller went through. */
  readonly accessPoint?: string
  readonly parameters?: RequestParameters
  /** Condition keys of the request; `null` says *known to be absent*; a key that is left out may be unknown. */
  readonly context?: Readonly<Record<string, string | readonly string[] | null>>
  /** AWS's own error text, where the asker gave it. */
  readonly message?: string
  /** What the person said beside the error; it orders the wording and never the decision. */
  readonly symptoms?: readonly Symptom[]
}

/** Request parameters that change which actions are needed or which condition keys are sent. */
export interface RequestParameters {
  readonly acl?: string
  /** `true`, or the tags themselves. */
  readonly tagging?: boolean | Readonly<Record<string, string>>
  readonly serverSideEncryption?: string
  readonly sseKmsKeyId?: string
  readonly sseCustomer?: boolean
  readonly bypassGovernanceRetention?: boolean
  readonly requestPayer?: boolean
  readonly objectLockMode?: string
  readonly objectLockRetainUntilDate?: string
  readonly objectLockLegalHold?: string
  readonly storageClass?: string
  readonly prefix?: string
  readonly delimiter?: string
  readonly maxKeys?: number
  readonly ifMatch?: boolean
  readonly ifNoneMatch?: boolean
  readonly checksumMode?: boolean
  readonly grants?: boolean
  readonly objectOwnership?: string
  readonly objectLockEnabledForBucket?: boolean
}

/** What people report beside the error. */
export type Symptom = 'looks-allowed' | 'used-to-work' | 'listing-works' | 'one-environment'
