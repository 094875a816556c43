import { extract } from '../../src/extract/index.ts'

const denialsOf = (text: string) =>
  extract({
    kind: 'message',
    event: { text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') },
  }).denials

const sentence = (resource: string, reason: string, action = 's3:GetObject'): string =>
  `User: arn:aws:iam::111122223333:user/a is not authorized to perform: ${action}${resource} ${reason}`

const reasons = [
  'because no identity-based policy allows the s3:GetObject action',
  'because no resource-based policy allows the s3:GetObject action',
  'because no session policy allows the s3:GetObject action',
  'because no permissions boundary allows the s3:GetObject action',
  'because no VPC endpoint policy allows the s3:GetObject action',
  'because no service control policy allows the s3:GetObject action',
  'because no resource control policy allows the s3:GetObject action',
  'with an explicit deny in a resource-based policy',
  'with an explicit deny in an identity-based policy',
  'with an explicit deny in a permissions boundary',
  'with an explicit deny in a VPC endpoint policy',
  'with an explicit deny in a service control policy, with policy ARN: arn:aws:organizations::999988887777:policy/o-exampleorgid/service_control_policy/p-examplepolicyid',
  'because public access is prevented by the RestrictPublicBuckets setting in S3 Block Public Access.',
  'because public access control lists (ACLs) are prevented by the BlockPublicAcls setting in S3 Block Public Access.',
]

// What tools put behind AWS's sentence is none of it.
const wrappers: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `An error occurred (AccessDenied) when calling the GetObject operation: ${text}`,
  (text) => `S3Exception: ${text} (Service: S3, Status Code: 403, Request ID: PKJ8J21E95XY3MCA) (SDK Attempt Count: 1)`,
  (text) => `err="${text.replaceAll('"', '\\"')}, num_chunks: 1"`,
  (text) => `<Error><Code>AccessDenied</Code><Message>${text}</Message><RequestId>PKJ8J21E95XY3MCA</RequestId></Error>`,
  (text) => `{"errorMessage": ${JSON.stringify(text)}, "other": 1}`,
  (text) => text.replaceAll(' to perform', '\nto perform').replaceAll(' policy ', '\npolicy '),
]

test.each(reasons)('AWS says: %s', (reason) => {
  const said = sentence(' on resource: "arn:aws:s3:::acme/a b/c (1)+2.csv"', reason)
  for (const wrap of wrappers) {
    const [denial, ...more] = denialsOf(wrap(said))
    expect(more).toEqual([])
    expect(denial).toMatchObject({ bucket: 'acme', key: 'a b/c (1)+2.csv', action: 's3:GetObject', message: said })
    expect(denial?.principal).toBe('arn:aws:iam::111122223333:user/a')
  }
})

test("a resource without quotes, without a resource, and KMS's", () => {
  const reason = 'because no identity-based policy allows the s3:GetObject action'
  expect(denialsOf(sentence(' on resource: arn:aws:s3:::acme/a b.csv', reason))[0]).toMatchObject({ key: 'a b.csv' })
  expect(denialsOf(sentence('', reason))[0]).not.toHaveProperty('bucket')
  const kms = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
  const [denial] = denialsOf(
    sentence(` on resource: ${kms}`, 'because no identity-based policy allows the kms:Decrypt action', 'kms:Decrypt'),
  )
  expect(denial).toMatchObject({ kmsKeyArn: kms, action: 'kms:Decrypt' })
  expect(denial).not.toHaveProperty('region')
  expect(denial).not.toHaveProperty('bucket')
})

test.each([
  [
    '$ aws s3 cp s3://acme-a/x s3://acme-b/y\nfatal error: An error occurred (403) when calling the HeadObject operation: Forbidden',
    { bucket: 'acme-a', key: 'x', operation: 'HeadObject' },
  ],
  [
    'move failed: s3://acme-a/x to s3://acme-b/y An error occurred (AccessDenied) when calling the CopyObject operation: Access Denied',
    { bucket: 'acme-b', key: 'y', operation: 'CopyObject', message: 'Access Denied' },
  ],
  [
    'download failed: s3://acme-a/to do/list to go.txt to ./list to go.txt An error occurred (AccessDenied) when calling the GetObject operation: Access Denied',
    { bucket: 'acme-a', key: 'to do/list to go.txt', operation: 'GetObject', message: 'Access Denied' },
  ],
  [
    'delete failed: s3://acme-a/x y.txt An error occurred (AccessDenied) when calling the DeleteObject operation: Access Denied',
    { bucket: 'acme-a', key: 'x y.txt', operation: 'DeleteObject', message: 'Access Denied' },
  ],
  [
    'java.nio.file.AccessDeniedException: s3a://acme-l/dir with space/f.csv: open s3a://acme-l/dir with space/f.csv at 0 on s3a://acme-l/dir with space/f.csv: software.amazon.awssdk.services.s3.model.S3Exception: Access Denied (Service: S3, Status Code: 403, Request ID: PKJ8J21E95XY3MCA):AccessDenied',
    { bucket: 'acme-l', key: 'dir with space/f.csv', message: 'Access Denied', requestId: 'PKJ8J21E95XY3MCA' },
  ],
  [
    'Access Denied (Service: S3, Status Code: 403, Request ID: PKJ8J21E95XY3MCA) (Bucket: acme-lake, Key: a/b (c).parquet)',
    { bucket: 'acme-lake', key: 'a/b (c).parquet', message: 'Access Denied', requestId: 'PKJ8J21E95XY3MCA' },
  ],
  [
    'HTTP/1.1 403 Forbidden\nx-amz-request-id: TV9TG6935Z20JS80\nGET /a%20b.txt HTTP/1.1\nhost: acme-hdr.s3.eu-west-1.amazonaws.com',
    { bucket: 'acme-hdr', key: 'a b.txt', operation: 'GetObject', region: 'eu-west-1', requestId: 'TV9TG6935Z20JS80' },
  ],
  [
    "new PutObjectCommand({ Bucket: 'acme-js', Key: 'in/a.json' })\nAccessDenied: Access Denied\n    at de_PutObjectCommandError (client-s3/index.js:1)",
    { bucket: 'acme-js', key: 'in/a.json', operation: 'PutObject', message: 'Access Denied' },
  ],
  [
    'status=403 bucket=acme-kv key=in/x.json op=PutObject role=arn:aws:iam::111122223333:role/kv request_id=82BRAHTBSMRA42ER',
    {
      bucket: 'acme-kv',
      key: 'in/x.json',
      operation: 'PutObject',
      principal: 'arn:aws:iam::111122223333:role/kv',
      requestId: '82BRAHTBSMRA42ER',
    },
  ],
  ['mc: <ERROR> Unable to list folder. Access Denied.', { message: 'Access Denied' }],
  [
    'AccessDenied on the export: bucket acme-eu, key a b.csv (role arn:aws:iam::111122223333:role/exporter)',
    { bucket: 'acme-eu', key: 'a b.csv', principal: 'arn:aws:iam::111122223333:role/exporter' },
  ],
  ['Serverless: API: s3:CreateBucket Access Denied', { action: 's3:CreateBucket', message: 'Access Denied' }],
])('%s', (text, denial) => {
  expect(denialsOf(text)).toEqual([denial])
})

test('two errors without ids stay two where their keys differ', () => {
  const line = (key: string): string => `ERROR "cp s3://acme-s5/${key} .": AccessDenied: Access Denied`
  expect(denialsOf(`${line('a')}\n${line('b')}\n${line('a')}`)).toEqual([
    { bucket: 'acme-s5', key: 'a', message: 'Access Denied' },
    { bucket: 'acme-s5', key: 'b', message: 'Access Denied' },
  ])
})

test('a key of one bucket never joins another, and a listed path is a prefix', () => {
  const text = `aws s3 ls s3://acme-mine/a/b\nAn error occurred (AccessDenied) when calling the ListObjectsV2 operation: ${sentence(' on resource: "arn:aws:s3:::acme-other"', 'because no identity-based policy allows the s3:ListBucket action', 's3:ListBucket')}`
  expect(denialsOf(text)[0]).toMatchObject({ bucket: 'acme-other' })
  expect(denialsOf(text)[0]).not.toHaveProperty('key')
})

test('a policy that is pasted beside an error lends it nothing', () => {
  const policy =
    '{\n  "Effect": "Deny",\n  "Principal": {"AWS": "arn:aws:iam::444455556666:role/x"},\n  "Action": "s3:*",\n  "Resource": "arn:aws:s3:::acme-policy/*"\n}'
  const text = `An error occurred (AccessDenied) when calling the GetObject operation: Access Denied\n\n${policy}`
  expect(denialsOf(text)).toEqual([{ operation: 'GetObject', message: 'Access Denied' }])
})

test.each([
  'psql: permission denied for table orders, the export to s3://acme-x/y is fine',
  "ERROR 1045 (28000): Access denied for user 'r'@'10.0.3.7' (using password: YES)",
  'we fixed the AccessDenied on s3://acme-x/y yesterday',
  'no more 403s from s3://acme-x',
  'seeing lots of 403s on bucket acme-x since 9',
  'AccessDeniedException: 403 etl@x.iam.gserviceaccount.com does not have storage.objects.list access to gs://acme',
  'An error occurred (AccessDeniedException) when calling the GetSecretValue operation: User: arn:aws:iam::111122223333:user/a is not authorized to perform: secretsmanager:GetSecretValue on resource: x',
  'java.nio.file.AccessDeniedException: acme: org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException: No AWS Credentials provided',
  'what does access denied on s3:ListBucket mean?',
  'operation error S3: PutObject, get credentials: operation error STS: AssumeRoleWithWebIdentity, https response error StatusCode: 403, RequestID: f2d1c066-08a6-45a5-af58-beda7e8c3ac5, api error AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity',
])('%s gives nothing', (text) => {
  expect(denialsOf(text)).toEqual([])
})

test.each([
  ['An error occurred (404) when calling the HeadObject operation: Not Found', 'no-such-key'],
  ['An error occurred (404) when calling the HeadBucket operation: Not Found', 'no-such-bucket'],
  ['An error occurred (InvalidAccessKeyId) when calling the ListBuckets operation: x', 'invalid-access-key'],
  [
    'operation error S3: PutObject, https response error StatusCode: 503, RequestID: 727B6Q5SS16MBVYE, api error SlowDown: Please reduce your request rate.',
    'throttling',
  ],
  [
    'operation error S3: GetObject, https response error StatusCode: 0, request send failed, dial tcp: lookup a.s3.eu-west-1.amazonaws.com: no such host',
    'network',
  ],
  [
    'PermanentRedirect: The bucket you are attempting to access must be addressed using the specified endpoint.',
    'wrong-region',
  ],
  [
    '<Error><Code>AccessDenied</Code><Message>Request has expired</Message><RequestId>M8JY0MYKSD4E8M8V</RequestId></Error>',
    'expired-token',
  ],
  ['Could not connect to the endpoint URL: "https://sqs.eu-west-1.amazonaws.com/"', null],
  ['is this a networking issue?', null],
])('%s is %s', (text, kind) => {
  expect(extract({ kind: 'message', event: { text } })).toMatchObject({ denials: [], notAuthorization: kind })
})
