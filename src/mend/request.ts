import type { Proposal, Question, World } from '../layer.ts'
import type { StatementMatch } from '../policy/match.ts'
import { advice } from '../policy-layer.ts'
import type { DiagnosisRequest } from '../request.ts'

/** A guard that the request itself can satisfy: what to send, and the request as it then is. */
interface RequestMend {
  readonly key: string
  readonly text: (wanted: string) => string
  readonly change: (request: DiagnosisRequest, wanted: string) => DiagnosisRequest
}

const withContext =
  (key: string) =>
  (request: DiagnosisRequest, wanted: string): DiagnosisRequest => ({
    ...request,
    context: { ...request.context, [key]: wanted },
  })

const withParameter =
  (name: 'acl' | 'serverSideEncryption' | 'sseKmsKeyId') =>
  (request: DiagnosisRequest, wanted: string): DiagnosisRequest => ({
    ...request,
    parameters: { ...request.parameters, [name]: wanted },
  })

/** Guards that ask for something of the request; those on networks and principals are not here. */
const mends: readonly RequestMend[] = [
  {
    key: 'aws:SecureTransport',
    text: () => 'Send the request over HTTPS: use an `https://` endpoint. The guard stays as it is.',
    change: (request) => withContext('aws:SecureTransport')(request, 'true'),
  },
  {
    key: 's3:x-amz-acl',
    text: (wanted) =>
      `Send the header \`x-amz-acl: ${wanted}\` with the upload (\`--acl ${wanted}\`). The guard stays as it is.`,
    change: withParameter('acl'),
  },
  {
    key: 's3:x-amz-server-side-encryption',
    text: (wanted) =>
      `Send the header \`x-amz-server-side-encryption: ${wanted}\` with the upload (\`--sse ${wanted}\`). The guard stays as it is.`,
    change: withParameter('serverSideEncryption'),
  },
  {
    key: 's3:x-amz-server-side-encryption-aws-kms-key-id',
    text: (wanted) =>
      `Name the key in the upload: \`--sse aws:kms --sse-kms-key-id ${wanted}\`. The guard stays as it is.`,
    change: (request, wanted) => ({
      ...request,
      parameters: { ...request.parameters, serverSideEncryption: 'aws:kms', sseKmsKeyId: wanted },
    }),
  },
  {
    key: 'aws:TokenIssueTime',
    text: () => 'Assume the role again and use the new credentials: the sessions made before this time were revoked.',
    change: (request, wanted) => withContext('aws:TokenIssueTime')(request, wanted),
  },
  {
    key: 's3:signatureAge',
    text: () => 'Make a new presigned URL: this one is older than the policy accepts.',
    change: (request) => withContext('s3:signatureAge')(request, '0'),
  },
]

/**
 * The request as it would pass the denying statements, where one of its own parts is what they deny. `null` where the
 * request can do nothing about it.
 */
export function mendRequest(denying: readonly StatementMatch[], question: Question, world: World): Proposal | null {
  let request = world.request
  const texts: string[] = []
  for (const { statement } of denying) {
    const found = statement.conditions.flatMap((condition) => {
      const mend = mends.find(({ key }) => key.toLowerCase() === condition.lookup)
      return mend === undefined ? [] : [{ mend, wanted: condition.values.find((value) => !/[*?$]/.test(value)) ?? '' }]
    })[0]
    if (found === undefined || !isSendable(found.mend.key, found.wanted, question)) return null
    request = found.mend.change(request, found.wanted)
    texts.push(found.mend.text(found.wanted))
  }
  if (texts.length === 0) return null
  return advice({
    owner: 'whoever makes the request',
    text: [...new Set(texts)].join(' '),
    confidence: 'exact',
    request,
  })
}

/** A header without a plain value to send cannot be proposed; one that is denied for its value needs another guess. */
const isSendable = (key: string, wanted: string, { context }: Question): boolean =>
  key === 'aws:SecureTransport' ||
  key === 's3:signatureAge' ||
  (wanted !== '' && context(key.toLowerCase()).kind === 'absent')
