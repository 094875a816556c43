import type { BucketEncryption, S3Object } from '../evidence.ts'
import { type Fact, known } from '../fact.ts'
import type { RequestParameters } from '../request.ts'

/** What the request says about the key: AWS's own words first, then its headers. */
export interface KeyWish {
  /** The key that AWS's refusal names. */
  readonly said?: string
  /** Uploads take their header's key or the bucket's default, all else the object's own. */
  readonly forWriting: boolean
  readonly parameters: RequestParameters
}

/** S3's own key, which it uses where KMS is asked for and no key is named. */
const managed = 'alias/aws/s3'

/**
 * The key that the request needs, `null` where none. Where nobody may see how an object is encrypted, the bucket's default
 * key is the one to look at, and whether the object is under it stays open in the object's own encryption.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function chooseKey(
  { said, forWriting, parameters }: KeyWish,
  object: Fact<S3Object>,
  bucketDefault: Fact<BucketEncryption>,
): Fact<string | null> {
  if (said !== undefined) return known(said)
  if (forWriting) return keyOfUpload(parameters, bucketDefault)
  if (object.kind === 'known' && !object.value.exists) return known(null)
  const encryption = object.kind === 'known' ? object.value.encryption : object
  if (encryption.kind === 'known') {
    const { serverSideEncryption, kmsKeyArn, sseCustomer } = encryption.value
    return known(sseCustomer || !isKms(serverSideEncryption) ? null : (kmsKeyArn ?? managed))
  }
  if (bucketDefault.kind === 'known' && isKms(bucketDefault.value.sseAlgorithm)) return defaultKey(bucketDefault.value)
  return encryption
}

function keyOfUpload(parameters: RequestParameters, bucketDefault: Fact<BucketEncryption>): Fact<string | null> {
  const { serverSideEncryption, sseKmsKeyId, sseCustomer } = parameters
  if (sseCustomer) return known(null)
  if (serverSideEncryption !== undefined) {
    return known(isKms(serverSideEncryption) ? (sseKmsKeyId ?? managed) : null)
  }
  return bucketDefault.kind === 'known' ? defaultKey(bucketDefault.value) : bucketDefault
}

const defaultKey = ({ sseAlgorithm, kmsMasterKeyId }: BucketEncryption): Fact<string | null> =>
  known(isKms(sseAlgorithm) ? (kmsMasterKeyId ?? managed) : null)

const isKms = (algorithm: string): boolean => algorithm.startsWith('aws:kms')
