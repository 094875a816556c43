import type { BucketSide, KmsKey } from '../evidence.ts'
import { type Fact, known, mapFact, unknown } from '../fact.ts'
import type { DiagnosisRequest } from '../request.ts'

/** The key that a request needs: `known(null)` where none; else the key, or why it is not known. */
export interface KmsNeed {
  readonly key: Fact<KmsKey | null>
  /** With an S3 Bucket Key the encryption context holds the bucket's ARN instead of the object's. */
  readonly bucketKey: boolean
}

const none: KmsNeed = { key: known(null), bucketKey: false }

/** The key under which an existing object is encrypted. */
export function keyOfObject(side: BucketSide): KmsNeed {
  const { object } = side
  if (object.kind !== 'known') return { key: object, bucketKey: false }
  if (!object.value.exists) return none
  const { encryption } = object.value
  if (encryption.kind !== 'known') return { key: encryption, bucketKey: false }
  const { serverSideEncryption, kmsKeyArn, bucketKeyEnabled, sseCustomer } = encryption.value
  if (sseCustomer || !serverSideEncryption.startsWith('aws:kms')) return none
  return { key: theKey(side, kmsKeyArn), bucketKey: bucketKeyEnabled && serverSideEncryption === 'aws:kms' }
}

/**
 * The key under which an upload is encrypted: its own header first, else the bucket's default.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function keyOfUpload(request: DiagnosisRequest, side: BucketSide): KmsNeed {
  const { serverSideEncryption: asked, sseKmsKeyId, sseCustomer } = request.parameters ?? {}
  if (sseCustomer || (asked !== undefined && !asked.startsWith('aws:kms'))) return none
  const { bucketEncryption } = side
  const bucketKey = mapFact(bucketEncryption, ({ bucketKeyEnabled }) => bucketKeyEnabled)
  const usesBucketKey = asked !== 'aws:kms:dsse' && bucketKey.kind === 'known' && bucketKey.value
  if (asked !== undefined) {
    // Without a key id S3 takes aws/s3 of the uploader's account, which serves everyone in it.
    return sseKmsKeyId === undefined ? managedKey(side) : { key: theKey(side, sseKmsKeyId), bucketKey: usesBucketKey }
  }
  if (bucketEncryption.kind !== 'known') return { key: bucketEncryption, bucketKey: false }
  const { sseAlgorithm, kmsMasterKeyId } = bucketEncryption.value
  if (!sseAlgorithm.startsWith('aws:kms')) return none
  if (kmsMasterKeyId === undefined) return managedKey(side)
  return { key: theKey(side, kmsMasterKeyId), bucketKey: usesBucketKey && sseAlgorithm === 'aws:kms' }
}

const managedKey = ({ kmsKey }: BucketSide): KmsNeed =>
  kmsKey.kind === 'known' && kmsKey.value?.manager === 'AWS' ? { key: kmsKey, bucketKey: false } : none

/** The evidence holds one key a side; another than the one that is needed has not been read. */
function theKey({ kmsKey }: BucketSide, id: string | undefined): Fact<KmsKey | null> {
  if (kmsKey.kind !== 'known') return kmsKey
  if (kmsKey.value === null) return unknown(`the KMS key${id === undefined ? '' : ` ${id}`} was not read`)
  const isAlias = id === undefined || id.includes('alias/')
  const same = isAlias || kmsKey.value.arn === id || kmsKey.value.arn.endsWith(`/${id}`)
  return same ? kmsKey : unknown(`the KMS key ${id} was not read`)
}
