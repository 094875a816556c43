import { lookUp } from '../look-up.ts'
import type { DiagnosisRequest } from '../request.ts'

/**
 * Which IAM actions an S3 API operation needs, and on what. There is no IAM action for HeadObject, ListObjectsV2,
 * CopyObject and the like.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export interface Need {
  readonly action: string
  readonly on: 'object' | 'bucket' | 'account' | 'source-object' | 'key' | 'source-key'
  /** AWS's pages disagree on whether it is needed. */
  readonly doubtful?: true
}

/** What an operation does to an object, as far as other controls care (archive, locks, missing keys, encryption). */
export type Effect = 'reads' | 'writes' | 'deletes' | 'none'

interface Operation {
  readonly level: 'object' | 'bucket' | 'account'
  readonly effect: Effect
  readonly needs: (request: DiagnosisRequest) => readonly Need[]
}

const onObject = (action: string): Need => ({ action, on: 'object' })
const onKey = (action: string): Need => ({ action, on: 'key' })

const decrypt = onKey('kms:Decrypt')
const generateDataKey = onKey('kms:GenerateDataKey')
const perhapsDecrypt: Need = { ...decrypt, doubtful: true }

/** A request for a version needs the …Version action instead. */
const versioned = (request: DiagnosisRequest, action: string, versionAction: string): Need =>
  onObject(request.versionId === undefined ? action : versionAction)

const readsSource = (request: DiagnosisRequest): Need => ({
  action: request.source?.versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion',
  on: 'source-object',
})

/** What headers of an upload add. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
function headerNeeds({ parameters = {} }: DiagnosisRequest): Need[] {
  const tagged = parameters.tagging !== undefined && parameters.tagging !== false
  const retained = parameters.objectLockMode !== undefined || parameters.objectLockRetainUntilDate !== undefined
  return [
    ...(parameters.acl !== undefined || parameters.grants ? [onObject('s3:PutObjectAcl')] : []),
    ...(tagged ? [onObject('s3:PutObjectTagging')] : []),
    ...(retained ? [onObject('s3:PutObjectRetention')] : []),
    ...(parameters.objectLockLegalHold === undefined ? [] : [onObject('s3:PutObjectLegalHold')]),
    ...(parameters.ifMatch ? [onObject('s3:GetObject')] : []),
  ]
}

const bypass = ({ parameters = {} }: DiagnosisRequest): Need[] =>
  parameters.bypassGovernanceRetention ? [onObject('s3:BypassGovernanceRetention')] : []

const object = (effect: Effect, needs: Operation['needs']): Operation => ({ level: 'object', effect, needs })
const bucket = (...actions: string[]): Operation => ({
  level: 'bucket',
  effect: 'none',
  needs: () => actions.map((action) => ({ action, on: 'bucket' })),
})
const account = (action: string): Operation => ({
  level: 'account',
  effect: 'none',
  needs: () => [{ action, on: 'account' }],
})

const read = (action: string, versionAction: string, ...more: Need[]): Operation =>
  object('reads', (request) => [versioned(request, action, versionAction), ...more])

/** Reads or changes what hangs on an object, not its data: no KMS action, no archive. */
const about = (action: string, versionAction = action): Operation =>
  object('none', (request) => [versioned(request, action, versionAction)])

const upload = (...kms: Need[]): Operation =>
  object('writes', (request) => [onObject('s3:PutObject'), ...headerNeeds(request), ...kms])

const deletes: Operation = object('deletes', (request) => [
  versioned(request, 's3:DeleteObject', 's3:DeleteObjectVersion'),
  ...bypass(request),
])

const operations: Readonly<Record<string, Operation>> = {
  GetObject: read('s3:GetObject', 's3:GetObjectVersion', decrypt),
  HeadObject: object('reads', (request) => [
    versioned(request, 's3:GetObject', 's3:GetObjectVersion'),
    // Documented for requests with x-amz-checksum-mode only.
    ...(request.parameters?.checksumMode ? [decrypt] : []),
  ]),
  GetObjectAttributes: object('reads', (request) => [
    versioned(request, 's3:GetObject', 's3:GetObjectVersion'),
    versioned(request, 's3:GetObjectAttributes', 's3:GetObjectVersionAttributes'),
    decrypt,
  ]),
  SelectObjectContent: read('s3:GetObject', 's3:GetObject', decrypt),
  GetObjectTorrent: read('s3:GetObjectTorrent', 's3:GetObjectVersionTorrent'),
  GetObjectAcl: about('s3:GetObjectAcl', 's3:GetObjectVersionAcl'),
  PutObjectAcl: about('s3:PutObjectAcl', 's3:PutObjectVersionAcl'),
  GetObjectTagging: about('s3:GetObjectTagging', 's3:GetObjectVersionTagging'),
  PutObjectTagging: about('s3:PutObjectTagging', 's3:PutObjectVersionTagging'),
  DeleteObjectTagging: about('s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'),
  GetObjectRetention: about('s3:GetObjectRetention'),
  PutObjectRetention: object('none', (request) => [onObject('s3:PutObjectRetention'), ...bypass(request)]),
  GetObjectLegalHold: about('s3:GetObjectLegalHold'),
  PutObjectLegalHold: about('s3:PutObjectLegalHold'),
  RestoreObject: about('s3:RestoreObject'),
  PutObject: upload(generateDataKey),
  CreateMultipartUpload: upload(generateDataKey, perhapsDecrypt),
  // The multipart pages and the table of KMS permissions disagree on which step needs kms:Decrypt.
  UploadPart: object('writes', () => [onObject('s3:PutObject'), generateDataKey, perhapsDecrypt]),
  CompleteMultipartUpload: object('writes', () => [onObject('s3:PutObject'), decrypt]),
  AbortMultipartUpload: about('s3:AbortMultipartUpload'),
  ListParts: object('none', () => [onObject('s3:ListMultipartUploadParts'), decrypt]),
  CopyObject: object('writes', (request) => [
    readsSource(request),
    { action: 'kms:Decrypt', on: 'source-key' },
    onObject('s3:PutObject'),
    ...headerNeeds(request),
    generateDataKey,
  ]),
  UploadPartCopy: object('writes', (request) => [
    readsSource(request),
    { action: 'kms:Decrypt', on: 'source-key' },
    onObject('s3:PutObject'),
    generateDataKey,
    perhapsDecrypt,
  ]),
  UpdateObjectEncryption: object('none', () => [
    onObject('s3:UpdateObjectEncryption'),
    ...['kms:Encrypt', 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'].map(onKey),
  ]),
  DeleteObject: deletes,
  DeleteObjects: deletes,
  ListBuckets: account('s3:ListAllMyBuckets'),
  CreateBucket: {
    level: 'bucket',
    effect: 'none',
    needs: ({ parameters = {} }) =>
      [
        's3:CreateBucket',
        ...((parameters.acl !== undefined && parameters.acl !== 'private') || parameters.grants
          ? ['s3:PutBucketAcl']
          : []),
        ...(parameters.objectLockEnabledForBucket
          ? ['s3:PutBucketObjectLockConfiguration', 's3:PutBucketVersioning']
          : []),
        ...(parameters.objectOwnership === undefined ? [] : ['s3:PutBucketOwnershipControls']),
      ].map((action) => ({ action, on: 'bucket' as const })),
  },
  ListObjects: bucket('s3:ListBucket'),
  ListObjectsV2: bucket('s3:ListBucket'),
  HeadBucket: bucket('s3:ListBucket'),
  ListObjectVersions: bucket('s3:ListBucketVersions'),
  ListMultipartUploads: bucket('s3:ListBucketMultipartUploads'),
  GetPublicAccessBlock: bucket('s3:GetBucketPublicAccessBlock'),
  PutPublicAccessBlock: bucket('s3:PutBucketPublicAccessBlock'),
  DeletePublicAccessBlock: bucket('s3:PutBucketPublicAccessBlock'),
  GetBucketEncryption: bucket('s3:GetEncryptionConfiguration'),
  PutBucketEncryption: bucket('s3:PutEncryptionConfiguration'),
  DeleteBucketEncryption: bucket('s3:PutEncryptionConfiguration'),
  GetBucketLifecycle: bucket('s3:GetLifecycleConfiguration'),
  GetBucketLifecycleConfiguration: bucket('s3:GetLifecycleConfiguration'),
  PutBucketLifecycleConfiguration: bucket('s3:PutLifecycleConfiguration'),
  DeleteBucketLifecycle: bucket('s3:PutLifecycleConfiguration'),
  GetBucketReplication: bucket('s3:GetReplicationConfiguration'),
  PutBucketReplication: bucket('s3:PutReplicationConfiguration'),
  DeleteBucketReplication: bucket('s3:PutReplicationConfiguration'),
  GetBucketAccelerateConfiguration: bucket('s3:GetAccelerateConfiguration'),
  PutBucketAccelerateConfiguration: bucket('s3:PutAccelerateConfiguration'),
  GetBucketNotificationConfiguration: bucket('s3:GetBucketNotification'),
  PutBucketNotificationConfiguration: bucket('s3:PutBucketNotification'),
  GetObjectLockConfiguration: bucket('s3:GetBucketObjectLockConfiguration'),
  PutObjectLockConfiguration: bucket('s3:PutBucketObjectLockConfiguration'),
  DeleteBucketTagging: bucket('s3:PutBucketTagging'),
  GetBucketCors: bucket('s3:GetBucketCORS'),
  PutBucketCors: bucket('s3:PutBucketCORS'),
  DeleteBucketCors: bucket('s3:PutBucketCORS'),
  DeleteBucketOwnershipControls: bucket('s3:PutBucketOwnershipControls'),
  GetBucketAnalyticsConfiguration: bucket('s3:GetAnalyticsConfiguration'),
  PutBucketAnalyticsConfiguration: bucket('s3:PutAnalyticsConfiguration'),
  DeleteBucketAnalyticsConfiguration: bucket('s3:PutAnalyticsConfiguration'),
  ListBucketAnalyticsConfigurations: bucket('s3:GetAnalyticsConfiguration'),
  GetBucketInventoryConfiguration: bucket('s3:GetInventoryConfiguration'),
  PutBucketInventoryConfiguration: bucket('s3:PutInventoryConfiguration'),
  DeleteBucketInventoryConfiguration: bucket('s3:PutInventoryConfiguration'),
  ListBucketInventoryConfigurations: bucket('s3:GetInventoryConfiguration'),
  GetBucketMetricsConfiguration: bucket('s3:GetMetricsConfiguration'),
  PutBucketMetricsConfiguration: bucket('s3:PutMetricsConfiguration'),
  DeleteBucketMetricsConfiguration: bucket('s3:PutMetricsConfiguration'),
  ListBucketMetricsConfigurations: bucket('s3:GetMetricsConfiguration'),
  GetBucketIntelligentTieringConfiguration: bucket('s3:GetIntelligentTieringConfiguration'),
  PutBucketIntelligentTieringConfiguration: bucket('s3:PutIntelligentTieringConfiguration'),
  DeleteBucketIntelligentTieringConfiguration: bucket('s3:PutIntelligentTieringConfiguration'),
  ListBucketIntelligentTieringConfigurations: bucket('s3:GetIntelligentTieringConfiguration'),
}

/** Actions on a bucket whose names do not say so. */
const bucketActions = new Set(
  Object.values(operations)
    .filter(({ level }) => level === 'bucket')
    .flatMap(({ needs }) => needs({ principal: '', bucket: '' }).map(({ action }) => action)),
)

const objectActions = /object/i

/** Whether a request is about an object, its bucket, or the account; an operation that is not listed goes by its name. */
export function levelOf(
  request: Pick<DiagnosisRequest, 'operation' | 'action' | 'key'>,
): 'object' | 'bucket' | 'account' {
  const listed = lookUp(operations, request.operation ?? '')
  if (listed !== undefined) return listed.level
  const name = request.action ?? `s3:${request.operation ?? ''}`
  if (name === 's3:ListAllMyBuckets') return 'account'
  if (bucketActions.has(name) || name.includes('Bucket')) return 'bucket'
  return objectActions.test(name) || request.key !== undefined ? 'object' : 'bucket'
}

const actionEffects: Readonly<Record<string, Effect>> = {
  's3:GetObject': 'reads',
  's3:GetObjectVersion': 'reads',
  's3:PutObject': 'writes',
  's3:DeleteObject': 'deletes',
  's3:DeleteObjectVersion': 'deletes',
}

/** What the request does to the object. */
export function effectOf(request: DiagnosisRequest): Effect {
  const listed = lookUp(operations, request.operation ?? '')
  return listed?.effect ?? lookUp(actionEffects, request.action ?? `s3:${request.operation ?? ''}`) ?? 'none'
}

/** All actions that the request needs, the request's own first; a bare action needs itself alone. */
export function needsOf(request: DiagnosisRequest): readonly Need[] {
  const listed = lookUp(operations, request.operation ?? '')
  if (listed !== undefined) return withSaid(listed.needs(request), request)
  const action = request.action ?? `s3:${request.operation ?? ''}`
  if (action.startsWith('kms:')) return [{ action, on: 'key' }]
  const kms = action === 's3:GetObject' || action === 's3:GetObjectVersion' ? [decrypt] : []
  return [{ action, on: levelOf(request) }, ...(request.action === undefined ? [] : kms)]
}

/**
 * AWS may name another action than the operation's own, since a header or a version was sent that nobody told of: it is
 * needed too. A refused s3:ListBucket on an object only tells a missing object from a forbidden one.
 */
function withSaid(needs: readonly Need[], { action }: DiagnosisRequest): readonly Need[] {
  const known = action === undefined || action === 's3:ListBucket' || needs.some((need) => need.action === action)
  if (known || !action.startsWith('s3:')) return needs
  return [...needs, { action, on: levelOf({ action }) }]
}

/** The action that a request is about, towards people: its own first need at the target. */
export function mainAction(request: DiagnosisRequest): string {
  if (request.operation === undefined && request.action !== undefined) return request.action
  const needs = needsOf(request)
  const own = needs.find(({ on }) => on === 'object' || on === 'bucket' || on === 'account')
  return (own ?? needs[0])?.action ?? `s3:${request.operation ?? ''}`
}
