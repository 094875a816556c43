import type { NotAuthorization } from '../refusal/error-codes.ts'
import type { Symptom } from '../request.ts'

/** One refusal as the text says it. A field that the text does not give is left out. */
export interface Denial {
  readonly bucket?: string
  readonly key?: string
  readonly principal?: string
  /** S3's API operation (`GetObject`). */
  readonly operation?: string
  /** IAM action (`s3:GetObject`). */
  readonly action?: string
  /** AWS's own words, without what a tool wraps around them. */
  readonly message?: string
  /** S3's request id, never another service's. */
  readonly requestId?: string
  readonly region?: string
  readonly kmsKeyArn?: string
  /** ARN (or a multi-region alias) where the bucket behind it is not said. */
  readonly accessPoint?: string
  readonly expectedPrincipal?: string
}

export type SecretKind = 'presigned-url' | 'access-key' | 'secret-key' | 'session-token'

export interface Incident {
  readonly declared: true
  readonly source: 'channel-name' | 'announcement'
  readonly name: string
}

/** What one Slack payload says. */
export interface Extraction {
  /** Each distinct denial once, in the order of the text. */
  readonly denials: readonly Denial[]
  readonly symptoms: readonly Symptom[]
  readonly incident: Incident | null
  readonly secrets: readonly SecretKind[]
  readonly notAuthorization: NotAuthorization | null
}
