import type { S3Object } from '../evidence.ts'
import { describeMissing, type Fact, known } from '../fact.ts'
import { defineLayer, type Proposal, type Question, verdict, type World } from '../layer.ts'
import { changeSide } from '../mend/policies.ts'
import { and, not, type Truth, truthOf } from '../policy/truth.ts'
import { advice, nameAccount } from '../policy-layer.ts'
import { isAboutKms } from '../refusal/refusal-message.ts'
import { shell } from '../wording/shell.ts'
import { code } from '../wording/statements.ts'

/** What stands in the way of a request that the policies allow. */
interface Obstacle {
  readonly stands: Truth
  readonly missing: readonly string[]
  readonly sentence: string
  readonly mend: () => Proposal
}

/**
 * Refusals that are no policy's: the object is missing and the caller may not list, is archived, is locked, was
 * encrypted with a customer's key; the bucket blocks such uploads, or wants the requester to pay.
 */
export const objectState = defineLayer({
  name: 'object-state',
  title: 'Object and bucket state',
  label: () => 'the state of the object or bucket',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  part: 'guard',
  asksAgain: true,
  cause: 'not-a-policy',
  isNamedBy: (message, request) =>
    /object protected by object lock|customer-provided key|InvalidObjectState|storage class/i.test(message.text) ||
    (message.action === 's3:ListBucket' && request.key !== undefined && !isAboutKms(message)),
  settle: () =>
    'Say whether the object exists and how it is stored; `aws s3api head-object` tells whoever may read it.',
  evaluate: (question, world) => {
    if (question.of !== 'bucket' || question.level === 'account') return null
    const obstacles = [
      missingObject(question, world),
      archived(question, world),
      customerKey(question, world),
      locked(question, world),
      blockedUpload(question, world),
      requesterPays(question, world),
    ].filter((one) => one !== null && one.stands !== 'no')
    const shown = obstacles.find((one) => one?.stands === 'yes') ?? obstacles[0]
    if (shown === undefined || shown === null) return null
    return verdict({
      allows: not(shown.stands),
      missing: obstacles.flatMap((one) => (one?.stands === 'maybe' ? one.missing : [])),
      explain: () => shown.sentence,
      nextStep: shown.mend,
    })
  },
})

const objectOf = ({ side }: Question): Fact<S3Object> => side.object

const arnOf = ({ bucket, key }: Question): string => code(`${bucket}/${key ?? ''}`)

/** One part of the object, as far as it is known; no object, no part. */
function part<T>(question: Question, read: (object: S3Object) => Fact<T>): Fact<T> | null {
  const object = objectOf(question)
  if (object.kind !== 'known') return object
  return object.value.exists ? read(object.value) : null
}

const isNeeded = (action: string): boolean =>
  !/^s3:(PutObject|AbortMultipartUpload|ListMultipartUploadParts|DeleteObject(Version)?|BypassGovernanceRetention)$/.test(
    action,
  )

const mayList = 'whether the caller may list the bucket (`s3:ListBucket`)'

/** 404 with s3:ListBucket, 403 without. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
function missingObject(question: Question, world: World): Obstacle | null {
  if (question.level !== 'object' || !isNeeded(question.action)) return null
  const object = objectOf(question)
  if (object.kind === 'known' && object.value.exists) return null
  const missing: Truth = object.kind === 'known' ? 'yes' : 'maybe'
  const stands = and(missing, not(world.ask('s3:ListBucket', question)))
  return {
    stands,
    missing: object.kind === 'known' ? [mayList] : [describeMissing(object)],
    sentence: `There is no object ${arnOf(question)}, and S3 answers 403 instead of 404 to whoever may not list the bucket.`,
    mend: () =>
      advice({
        owner: 'whoever makes the request',
        text: 'Check the key, its case, its prefix and its encoding; with `s3:ListBucket` on the bucket the answer would be a plain 404.',
        commands: [
          shell`aws s3api head-object --bucket ${question.bucket} --key ${question.key ?? ''}`,
          shell`aws s3api list-objects-v2 --bucket ${question.bucket} --prefix ${question.key ?? ''} --max-keys 5`,
        ],
      }),
  }
}

const archives = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/** GLACIER_IR can be read at once. https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html */
function archived(question: Question, { request }: World): Obstacle | null {
  const reads =
    /^s3:GetObject(Version)?$/.test(question.action) &&
    !/^(HeadObject|GetObjectAttributes)$/.test(request.operation ?? '')
  const storageClass = reads ? part(question, (object) => object.storageClass) : null
  const restored = reads ? part(question, (object) => object.restored) : null
  if (storageClass === null || restored === null) return null
  const inArchive: Truth = storageClass.kind === 'known' ? truthOf(archives.has(storageClass.value)) : 'maybe'
  const open: Truth = restored.kind === 'known' ? truthOf(restored.value) : 'maybe'
  return {
    stands: and(inArchive, not(open)),
    missing: [storageClass, restored].filter((fact) => fact.kind !== 'known').map(describeMissing),
    sentence: `${arnOf(question)} is in storage class ${code(storageClass.kind === 'known' ? storageClass.value : 'not known')} and has not been restored.`,
    mend: () =>
      advice({
        owner: 'whoever may restore it (`s3:RestoreObject`)',
        text: 'Restore the object and read it when the restore is done; this takes minutes to days, by tier.',
        commands: [
          shell`aws s3api restore-object --bucket ${question.bucket} --key ${question.key ?? ''} --restore-request Days=7`,
        ],
        confidence: 'exact',
        apply: (evidence) => changeObject(evidence, question, (object) => ({ ...object, restored: known(true) })),
      }),
  }
}

const changeObject = (
  evidence: World['evidence'],
  question: Question,
  change: (object: S3Object) => S3Object,
): World['evidence'] =>
  changeSide(evidence, question.side, (side) => ({
    ...side,
    object: side.object.kind === 'known' ? known(change(side.object.value)) : side.object,
  }))

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html */
function customerKey(question: Question, { request }: World): Obstacle | null {
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

/**
 * A lock holds a version; a plain delete only lays a marker over it. Whether the retention is over is for the request's
 * time to say; one that was read is taken to be in force.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
 */
function locked(question: Question, { request }: World): Obstacle | null {
  if (question.action !== 's3:DeleteObjectVersion' || question.versionId === undefined) return null
  const legalHold = part(question, (object) => object.legalHold)
  const retention = part(question, (object) => object.retention)
  if (legalHold === null || retention === null) return null
  const missing = [legalHold, retention].filter((fact) => fact.kind !== 'known').map(describeMissing)
  const held: Truth = legalHold.kind === 'known' ? truthOf(legalHold.value) : 'maybe'
  if (held === 'yes') {
    return {
      stands: 'yes',
      missing: [],
      sentence: `The version of ${arnOf(question)} is under a legal hold, which no bypass lifts.`,
      mend: () =>
        advice({
          owner: 'whoever set the legal hold',
          text: 'Release the hold if it may end; until then nobody can delete this version.',
          commands: [
            shell`aws s3api put-object-legal-hold --legal-hold Status=OFF --bucket ${question.bucket} --key ${question.key ?? ''} --version-id ${question.versionId ?? ''}`,
          ],
          apply: (evidence) => changeObject(evidence, question, (object) => ({ ...object, legalHold: known(false) })),
        }),
    }
  }
  if (retention.kind !== 'known' || held === 'maybe')
    return {
      stands: 'maybe',
      missing,
      sentence: `The version of ${arnOf(question)} may be locked.`,
      mend: () => askForLock(question),
    }
  return retention.value === null ? null : retained(question, request, retention.value)
}

const askForLock = ({ bucket, key, versionId, side }: Question): Proposal =>
  advice({
    owner: `bucket owner (${nameAccount(side.bucketAccount)})`,
    text: 'Say whether this version is under a legal hold or a retention.',
    commands: [
      shell`aws s3api get-object-legal-hold --bucket ${bucket} --key ${key ?? ''} --version-id ${versionId ?? ''}`,
      shell`aws s3api get-object-retention --bucket ${bucket} --key ${key ?? ''} --version-id ${versionId ?? ''}`,
    ],
  })

function retained(
  question: Question,
  request: World['request'],
  { mode, retainUntil }: { mode: string; retainUntil: string },
): Obstacle | null {
  const now = question.context('aws:currenttime')
  const over = now.kind === 'values' && Date.parse(now.values[0] ?? '') >= Date.parse(retainUntil)
  const bypassed = mode === 'GOVERNANCE' && (request.parameters?.bypassGovernanceRetention ?? false)
  if (over || bypassed) return null
  return {
    stands: 'yes',
    missing: [],
    sentence: `The version of ${arnOf(question)} is locked in ${code(mode)} mode until ${code(retainUntil)}.`,
    mend: () =>
      mode === 'GOVERNANCE'
        ? advice({
            owner: 'whoever makes the request',
            text: 'Wait until the retention ends; or, if this delete is meant, send `--bypass-governance-retention`, which needs `s3:BypassGovernanceRetention`.',
            request: { ...request, parameters: { ...request.parameters, bypassGovernanceRetention: true } },
          })
        : advice({
            owner: 'whoever makes the request',
            text: `Wait until ${retainUntil}: nobody can shorten a retention in compliance mode, the root user included.`,
          }),
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html */
function blockedUpload(question: Question, { request }: World): Obstacle | null {
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

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/RequesterPaysBuckets.html */
function requesterPays(question: Question, { caller, request }: World): Obstacle | null {
  const { requestPayer, bucketAccount } = question.side
  if (caller.kind === 'service' || (request.parameters?.requestPayer && caller.kind !== 'anonymous')) return null
  const outside: Truth = bucketAccount.kind === 'known' ? truthOf(bucketAccount.value !== caller.account) : 'maybe'
  const wanted: Truth = requestPayer.kind === 'known' ? truthOf(requestPayer.value === 'Requester') : 'maybe'
  return {
    stands: and(outside, wanted),
    missing: [requestPayer, bucketAccount].filter((fact) => fact.kind !== 'known').map(describeMissing),
    sentence: `Bucket ${code(question.bucket)} wants the requester to pay, and the request does not agree to that.`,
    mend: () =>
      caller.kind === 'anonymous'
        ? advice({ owner: 'whoever makes the request', text: 'Sign the request: an unsigned one cannot pay.' })
        : advice({
            owner: 'whoever makes the request',
            text: `Send \`x-amz-request-payer: requester\` (\`--request-payer requester\`); account ${caller.account ?? ''} then pays. The owner (${nameAccount(bucketAccount)}) need not.`,
            confidence: 'exact',
            request: { ...request, parameters: { ...request.parameters, requestPayer: true } },
          }),
  }
}
