/** A bucket in its Region; `region` is left out where nobody would say it, and the SDK then follows S3's redirects. */
export interface BucketPlace {
  readonly Bucket: string
  readonly region?: string
}
