import {
  isBucketAction,
  isBucketLevel,
  operationOf,
  operationOfLog,
  operationOfRequest,
  operationOfWord,
} from '../../src/extract/operation-names.ts'

test.each([
  ['get_object', 'GetObject'],
  ['get-object', 'GetObject'],
  ['getObject', 'GetObject'],
  ['GetObjectAsync', 'GetObject'],
  ['GetObjectCommand', 'GetObject'],
  ['list_objects_v2', 'ListObjectsV2'],
  ['PutBucketPolicy', 'PutBucketPolicy'],
  ['getFileStatus', null],
  ['AssumeRole', null],
  ['', null],
])('%s is %s', (spelling, operation) => {
  expect(operationOf(spelling)).toBe(operation)
})

test('a verb is a word for an operation, not a name', () => {
  expect(operationOfWord('PUT')).toBe('PutObject')
  expect(operationOf('put')).toBeNull()
  expect(operationOfWord('constructor')).toBeNull()
})

test.each([
  ['GET', true, '', 'GetObject'],
  ['HEAD', true, '', 'HeadObject'],
  ['PUT', true, '', 'PutObject'],
  ['PUT', true, 'partNumber=1&uploadId=x', 'UploadPart'],
  ['POST', true, 'uploads', 'CreateMultipartUpload'],
  ['POST', true, 'uploadId=x', 'CompleteMultipartUpload'],
  ['DELETE', true, 'uploadId=x', 'AbortMultipartUpload'],
  ['GET', true, 'tagging', 'GetObjectTagging'],
  ['GET', true, 'x-id=GetObjectAcl', 'GetObjectAcl'],
  ['GET', false, 'list-type=2&prefix=a', 'ListObjectsV2'],
  ['GET', false, '', 'ListObjects'],
  ['GET', false, 'versions', 'ListObjectVersions'],
  ['GET', false, 'policy', 'GetBucketPolicy'],
  ['PUT', false, 'versioning', 'PutBucketVersioning'],
  ['HEAD', false, '', 'HeadBucket'],
  ['POST', false, 'delete', 'DeleteObjects'],
  ['PATCH', true, '', null],
])('%s %s ?%s is %s', (verb, hasKey, query, operation) => {
  expect(operationOfRequest(verb, hasKey, query)).toBe(operation)
})

test.each([
  ['REST.GET.OBJECT', 'GetObject'],
  ['REST.POST.MULTI_OBJECT_DELETE', 'DeleteObjects'],
  ['REST.GET.BUCKET', 'ListObjectsV2'],
  ['WEBSITE.GET.OBJECT', 'GetObject'],
  ['REST.GET.UNHEARD', null],
])('%s is %s', (column, operation) => {
  expect(operationOfLog(column)).toBe(operation)
})

test('what acts on a bucket has no key', () => {
  expect(['ListObjectsV2', 'HeadBucket', 'GetBucketPolicy'].every(isBucketLevel)).toBe(true)
  expect(['GetObject', 'PutObjectAcl', 'ListParts'].some(isBucketLevel)).toBe(false)
  expect(['s3:ListBucket', 's3:GetBucketPolicy', 's3:GetEncryptionConfiguration'].every(isBucketAction)).toBe(true)
  expect(['s3:GetObject', 's3:PutObjectAcl', 's3:DeleteObject'].some(isBucketAction)).toBe(false)
})
