import type { RequestParameters, Symptom } from './request.ts'

/**
 * What a person asked, before anything was read from AWS: fields that the text did not give are left out, a principal
 * may be a bare name (`etl-runner`), and an access point may stand where the bucket is not said.
 */
export interface Ask {
  readonly bucket?: string
  readonly key?: string
  readonly versionId?: string
  readonly source?: { readonly bucket: string; readonly key: string; readonly versionId?: string }
  readonly accessPoint?: string
  /** ARN, `anonymous`, a service principal, `user/anna`, or a role's or user's bare name. */
  readonly principal?: string
  readonly expectedPrincipal?: string
  readonly operation?: string
  readonly action?: string
  readonly parameters?: RequestParameters
  readonly context?: Readonly<Record<string, string | readonly string[] | null>>
  readonly message?: string
  readonly requestId?: string
  readonly region?: string
  readonly kmsKeyArn?: string
  readonly symptoms?: readonly Symptom[]
}
