/** Why nothing could be read at all; each kind has one wording and one next step (wording/problems.ts). */
export type ReadProblem =
  | { readonly kind: 'bucket-not-said' }
  /** The operation is about an object, and the ask names a bucket alone. */
  | { readonly kind: 'key-not-said'; readonly bucket: string; readonly operation: string }
  | { readonly kind: 'principal-not-said'; readonly bucket: string }
  | { readonly kind: 'no-such-bucket'; readonly bucket: string; readonly call: string }
  /** The bucket exists and none of S3DENIED_ACCOUNTS owns it, so nothing of its side can be read. */
  | { readonly kind: 'bucket-not-ours'; readonly bucket: string; readonly accounts: readonly string[] }
  | {
      readonly kind: 'no-such-principal'
      readonly name: string
      readonly accounts: readonly string[]
      readonly call: string
    }
  /** Some account would not say whether it has a role or user of that name, and no other account has one. */
  | {
      readonly kind: 'principal-unreadable'
      readonly name: string
      readonly accounts: readonly string[]
      readonly call: string
      readonly errorCode: string
    }
  /** The ask names an access point and no bucket, and AWS did not say which bucket is behind it. */
  | {
      readonly kind: 'access-point-unreadable'
      readonly accessPoint: string
      readonly call: string
      readonly errorCode: string
    }
  /** More than one account has a role or user of that name. */
  | { readonly kind: 'principal-ambiguous'; readonly name: string; readonly candidates: readonly string[] }
  | { readonly kind: 'account-not-allowed'; readonly account: string }
  /** sts:AssumeRole of the read-only role was refused. */
  | { readonly kind: 'role-refused'; readonly role: string; readonly call: string; readonly errorCode: string }
  /** AWS did not answer in time, or not at all. */
  | { readonly kind: 'aws-unreachable'; readonly call: string; readonly errorCode: string }
