import { describeMissing } from '../fact.ts'
import type { Question, World } from '../layer.ts'
import { truthOf } from '../policy/truth.ts'
import { advice } from '../policy-layer.ts'
import { code } from '../wording/statements.ts'
import { arnOf, type Obstacle, part } from './obstacle.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html */
export function customerKey(question: Question, { request }: World): Obstacle | null {
  const reads = /^s3:GetObject(Version|Attributes|VersionAttributes)?$/.test(question.action)
  const encryption = reads ? part(question, (object) => object.encryption) : null
  if (encryption === null || request.parameters?.sseCustomer) return null
  return {
    stands: encryption.kind === 'known' ? truthOf(encryption.value.sseCustomer) : 'maybe',
    missing: encryption.kind === 'known' ? [] : [describeMissing(encryption)],
    sentence: `${arnOf(question)} is encrypted with a customer-provided key (SSE-C), and the request sends none.`,
    mend: () =>
      advice({
        owner: 'whoever holds the key',
        text: 'Send the key with which the object was uploaded: `--sse-customer-algorithm AES256 --sse-customer-key …`.',
        confidence: 'has-placeholders',
        request: { ...request, parameters: { ...request.parameters, sseCustomer: true } },
      }),
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html */
export function blockedUpload(question: Question, { request }: World): Obstacle | null {
  if (!request.parameters?.sseCustomer || question.action !== 's3:PutObject') return null
  const { bucketEncryption } = question.side
  if (bucketEncryption.kind === 'known' && !bucketEncryption.value.blockedEncryptionTypes.includes('SSE-C')) return null
  return {
    stands: bucketEncryption.kind === 'known' ? 'yes' : 'maybe',
    missing: bucketEncryption.kind === 'known' ? [] : [describeMissing(bucketEncryption)],
    sentence: `Bucket ${code(question.bucket)} blocks uploads with customer-provided keys (SSE-C).`,
    mend: () => {
      const { sseCustomer: _, ...parameters } = request.parameters ?? {}
      return advice({
        owner: 'whoever makes the request',
        text: 'Upload without SSE-C: with the bucket’s default encryption, or a KMS key. The block stays.',
        confidence: 'exact',
        request: { ...request, parameters },
      })
    },
  }
}
