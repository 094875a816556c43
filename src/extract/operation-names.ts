/** S3's API operations, by the names that its API reference gives. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html */
const names = `AbortMultipartUpload CompleteMultipartUpload CopyObject CreateBucket CreateBucketMetadataConfiguration
CreateBucketMetadataTableConfiguration CreateMultipartUpload CreateSession DeleteBucket DeleteBucketAnalyticsConfiguration
DeleteBucketCors DeleteBucketEncryption DeleteBucketIntelligentTieringConfiguration DeleteBucketInventoryConfiguration
DeleteBucketLifecycle DeleteBucketMetadataConfiguration DeleteBucketMetadataTableConfiguration
DeleteBucketMetricsConfiguration DeleteBucketOwnershipControls DeleteBucketPolicy DeleteBucketReplication
DeleteBucketTagging DeleteBucketWebsite DeleteObject DeleteObjects DeleteObjectTagging DeletePublicAccessBlock
GetBucketAbac GetBucketAccelerateConfiguration GetBucketAcl GetBucketAnalyticsConfiguration GetBucketCors GetBucketEncryption
GetBucketIntelligentTieringConfiguration GetBucketInventoryConfiguration GetBucketLifecycle
GetBucketLifecycleConfiguration GetBucketLocation GetBucketLogging GetBucketMetadataConfiguration
GetBucketMetadataTableConfiguration GetBucketMetricsConfiguration GetBucketNotification
GetBucketNotificationConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPolicyStatus
GetBucketReplication GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetObject
GetObjectAcl GetObjectAttributes GetObjectLegalHold GetObjectLockConfiguration GetObjectRetention GetObjectTagging
GetObjectTorrent GetPublicAccessBlock HeadBucket HeadObject ListBucketAnalyticsConfigurations
ListBucketIntelligentTieringConfigurations ListBucketInventoryConfigurations ListBucketMetricsConfigurations
ListBuckets ListDirectoryBuckets ListMultipartUploads ListObjects ListObjectsV2 ListObjectVersions ListParts
PutBucketAbac PutBucketAccelerateConfiguration PutBucketAcl PutBucketAnalyticsConfiguration PutBucketCors PutBucketEncryption
PutBucketIntelligentTieringConfiguration PutBucketInventoryConfiguration PutBucketLifecycle
PutBucketLifecycleConfiguration PutBucketLogging PutBucketMetricsConfiguration PutBucketNotification
PutBucketNotificationConfiguration PutBucketOwnershipControls PutBucketPolicy PutBucketReplication
PutBucketRequestPayment PutBucketTagging PutBucketVersioning PutBucketWebsite PutObject PutObjectAcl
PutObjectLegalHold PutObjectLockConfiguration PutObjectRetention PutObjectTagging PutPublicAccessBlock RenameObject
RestoreObject SelectObjectContent UpdateObjectEncryption UploadPart UploadPartCopy WriteGetObjectResponse
CreateAccessPoint DeleteAccessPoint DeleteAccessPointPolicy GetAccessPoint GetAccessPointPolicy
GetAccessPointPolicyStatus ListAccessPoints PutAccessPointPolicy CreateAccessPointForObjectLambda
GetAccessPointForObjectLambda CreateMultiRegionAccessPoint GetMultiRegionAccessPoint ListMultiRegionAccessPoints`.split(
  /\s+/,
)

const bySpelling = new Map(names.map((name) => [name.toLowerCase(), name]))

/**
 * The operation that a spelling stands for: `get_object`, `get-object`, `getObject`, `GetObjectAsync`,
 * `GetObjectCommand`, `GetObjectRequest`; `null` for what is none of S3's.
 */
export function operationOf(spelling: string): string | null {
  const joined = spelling.toLowerCase().replace(/[_-]/g, '')
  return bySpelling.get(joined) ?? bySpelling.get(joined.replace(/(?:async|command|request|withcontext)$/, '')) ?? null
}

/** Every spelling in lower case that text may hold: `getobject`, `get_object`, `get-object`. */
export const spellings: readonly string[] = names.flatMap((name) => {
  const snake = name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
  return [name.toLowerCase(), snake, snake.replaceAll('_', '-')]
})

/** What people and command lines call an operation. */
const verbs: Readonly<Record<string, string>> = {
  get: 'GetObject',
  read: 'GetObject',
  download: 'GetObject',
  fetch: 'GetObject',
  open: 'GetObject',
  cat: 'GetObject',
  put: 'PutObject',
  write: 'PutObject',
  upload: 'PutObject',
  store: 'PutObject',
  save: 'PutObject',
  delete: 'DeleteObject',
  remove: 'DeleteObject',
  rm: 'DeleteObject',
  list: 'ListObjectsV2',
  ls: 'ListObjectsV2',
  head: 'HeadObject',
  stat: 'HeadObject',
  copy: 'CopyObject',
  cp: 'CopyObject',
  reading: 'GetObject',
  downloading: 'GetObject',
  writing: 'PutObject',
  uploading: 'PutObject',
  deleting: 'DeleteObject',
  removing: 'DeleteObject',
  listing: 'ListObjectsV2',
  copying: 'CopyObject',
}

/** The operation that a word in a command names: a verb (`put`, `list`) or an operation in any spelling. */
export const operationOfWord = (word: string): string | null =>
  (Object.hasOwn(verbs, word.toLowerCase()) ? verbs[word.toLowerCase()] : undefined) ?? operationOf(word)

const bucketLevel =
  /^(?:ListObjects|ListObjectsV2|ListObjectVersions|ListMultipartUploads|HeadBucket|CreateBucket|DeleteBucket|ListBuckets|CreateSession|(?:Get|Put|Delete)(?:Bucket\w*|PublicAccessBlock|ObjectLockConfiguration))$/

/** Whether an operation acts on a bucket: a path that is listed is a prefix and no key. */
export const isBucketLevel = (operation: string): boolean => bucketLevel.test(operation)

const bucketActions =
  /^s3:(?:ListBucket\w*|ListAllMyBuckets|CreateBucket|DeleteBucket\w*|(?:Get|Put)(?:Bucket\w*|EncryptionConfiguration|LifecycleConfiguration|ReplicationConfiguration|AccelerateConfiguration|InventoryConfiguration|MetricsConfiguration|AnalyticsConfiguration))$/

export const isBucketAction = (action: string): boolean => bucketActions.test(action)

const subresources: Readonly<Record<string, string>> = {
  acl: 'Acl',
  tagging: 'Tagging',
  policy: 'Policy',
  versioning: 'Versioning',
  location: 'Location',
  cors: 'Cors',
  encryption: 'Encryption',
  lifecycle: 'LifecycleConfiguration',
  logging: 'Logging',
  notification: 'NotificationConfiguration',
  replication: 'Replication',
  website: 'Website',
  ownershipControls: 'OwnershipControls',
  requestPayment: 'RequestPayment',
  accelerate: 'AccelerateConfiguration',
  retention: 'Retention',
  'legal-hold': 'LegalHold',
  attributes: 'Attributes',
  torrent: 'Torrent',
  policyStatus: 'PolicyStatus',
}

/**
 * The operation of an HTTP request to S3. `query` is the raw query without its question mark.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
export function operationOfRequest(verb: string, hasKey: boolean, query: string): string | null {
  const parameters = new Map(
    query
      .split('&')
      .map((pair) => pair.split('=', 2))
      .map(([name, value]) => [name ?? '', value ?? '']),
  )
  const named = operationOf(parameters.get('x-id') ?? '')
  if (named !== null) return named
  const method = verb.toUpperCase()
  if (parameters.has('publicAccessBlock')) return withVerb(method, 'PublicAccessBlock')
  if (parameters.has('object-lock')) return withVerb(method, 'ObjectLockConfiguration')
  for (const [name, suffix] of Object.entries(subresources))
    if (parameters.has(name)) return withVerb(method, `${hasKey ? 'Object' : 'Bucket'}${suffix}`)
  if (!hasKey) return bucketRequest(method, parameters)
  return objectRequest(method, parameters)
}

const withVerb = (method: string, suffix: string): string | null => operationOf(`${method.toLowerCase()}${suffix}`)

function bucketRequest(method: string, parameters: ReadonlyMap<string, string>): string | null {
  if (method === 'POST') return parameters.has('delete') ? 'DeleteObjects' : null
  if (method === 'HEAD') return 'HeadBucket'
  if (method === 'DELETE') return 'DeleteBucket'
  if (method === 'PUT') return 'CreateBucket'
  if (method !== 'GET') return null
  if (parameters.has('versions')) return 'ListObjectVersions'
  if (parameters.has('uploads')) return 'ListMultipartUploads'
  return parameters.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects'
}

function objectRequest(method: string, parameters: ReadonlyMap<string, string>): string | null {
  if (method === 'POST' && parameters.has('uploads')) return 'CreateMultipartUpload'
  if (method === 'POST' && parameters.has('uploadId')) return 'CompleteMultipartUpload'
  if (method === 'POST')
    return parameters.has('restore') ? 'RestoreObject' : parameters.has('select') ? 'SelectObjectContent' : null
  if (method === 'PUT') return parameters.has('partNumber') ? 'UploadPart' : 'PutObject'
  if (method === 'GET') return parameters.has('uploadId') ? 'ListParts' : 'GetObject'
  if (method === 'HEAD') return 'HeadObject'
  if (method === 'DELETE') return parameters.has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject'
  return null
}

const logOperations: Readonly<Record<string, string>> = {
  'GET.OBJECT': 'GetObject',
  'HEAD.OBJECT': 'HeadObject',
  'PUT.OBJECT': 'PutObject',
  'POST.OBJECT': 'PutObject',
  'DELETE.OBJECT': 'DeleteObject',
  'COPY.OBJECT': 'CopyObject',
  'COPY.PART': 'UploadPartCopy',
  'PUT.PART': 'UploadPart',
  'POST.UPLOADS': 'CreateMultipartUpload',
  'POST.UPLOAD': 'CompleteMultipartUpload',
  'GET.UPLOAD': 'ListParts',
  'GET.UPLOADS': 'ListMultipartUploads',
  'DELETE.UPLOAD': 'AbortMultipartUpload',
  'POST.MULTI_OBJECT_DELETE': 'DeleteObjects',
  'GET.BUCKET': 'ListObjectsV2',
  'HEAD.BUCKET': 'HeadBucket',
  'PUT.BUCKET': 'CreateBucket',
  'DELETE.BUCKET': 'DeleteBucket',
  'GET.BUCKETVERSIONS': 'ListObjectVersions',
  'GET.SERVICE': 'ListBuckets',
  'POST.RESTORE': 'RestoreObject',
  'GET.ACL': 'GetObjectAcl',
  'PUT.ACL': 'PutObjectAcl',
  'GET.BUCKETPOLICY': 'GetBucketPolicy',
  'PUT.BUCKETPOLICY': 'PutBucketPolicy',
  'GET.LOCATION': 'GetBucketLocation',
  'GET.VERSIONING': 'GetBucketVersioning',
  'GET.OBJECT_TAGGING': 'GetObjectTagging',
  'PUT.OBJECT_TAGGING': 'PutObjectTagging',
  'GET.ENCRYPTION': 'GetBucketEncryption',
  'GET.LIFECYCLE': 'GetBucketLifecycleConfiguration',
  'GET.NOTIFICATION': 'GetBucketNotificationConfiguration',
  'GET.TAGGING': 'GetBucketTagging',
  'GET.WEBSITE': 'GetBucketWebsite',
  'GET.CORS': 'GetBucketCors',
  'GET.PUBLIC_ACCESS_BLOCK': 'GetPublicAccessBlock',
}

/** The operation of an access log's column. https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html */
export function operationOfLog(column: string): string | null {
  const name = column.replace(/^(?:REST|WEBSITE|SOAP|BATCH)\./, '')
  return Object.hasOwn(logOperations, name) ? (logOperations[name] ?? null) : null
}

/** Whether the operation reads where it copies from; such a refusal is about the source side of a copy. */
export const readsSource = (operation: string): boolean =>
  /^(?:GetObject\w*|HeadObject|ListObjects|ListObjectsV2)$/.test(operation)
