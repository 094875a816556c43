/** What stands beside a refusal, and what looks like one and is none. Their buckets must never come out. */
import { bucket as bucketName, hostId, key, principal, requestId, secret, url, uuid } from './values.mjs'

const talk = [
  'hey all',
  'since 02:00 :fire:',
  'anyone? 😭',
  'prod is red',
  'see the thread',
  'it worked until yesterday',
  'only in staging',
  'listing works',
  'same as last week :eyes:',
  'Ünïcödé ñöïsé 日本語 עברית',
  'zero\u200bwidth\u00a0blank',
  '403 lol',
  'INC-142 again?',
]

export const chatter = (r) => ({ text: r.pick(talk), pre: false })

const lookalikes = [
  (r) =>
    `Error from server (Forbidden): pods is forbidden: User "system:serviceaccount:ci:deployer" cannot list resource "pods" in API group "" in the namespace "${bucketName(r)}"`,
  () => "ERROR 1045 (28000): Access denied for user 'reports'@'10.0.3.7' (using password: YES)",
  () => 'denied: requested access to the resource is denied: pull access denied for acme/web',
  (r) =>
    `https://storage.googleapis.com/${bucketName(r)}/a.csv <Error><Code>AccessDenied</Code><Message>Access denied.</Message><Details>etl@acme.iam.gserviceaccount.com does not have storage.objects.get access to the Google Cloud Storage object.</Details></Error>`,
  (r) =>
    `AccessDenied: User: ${principal(r)} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/${bucketName(r)}`,
  (r) =>
    `User: ${principal(r)} is not authorized to perform: ec2:RunInstances with an explicit deny in a service control policy`,
  (r) =>
    `AccessDeniedException: Insufficient Lake Formation permission(s): Required Select on orders (Service: AWSLakeFormation; Status Code: 400; Error Code: AccessDeniedException; Request ID: ${uuid(r)}; Proxy: null)`,
  () => "cp: cannot create regular file '/mnt/x/out.csv': Permission denied",
  (r) => `upload: out/a.json to s3://${bucketName(r)}/${key(r, false)}`,
  (r) => `copy: s3://${bucketName(r)}/a to s3://${bucketName(r)}/b`,
  (r) =>
    `{"Sid":"DenyInsecure","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::${bucketName(r)}/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}`,
  () => 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html',
  () => '<html><head><title>403 Forbidden</title></head><body><center>nginx/1.25.3</center></body></html>',
  (r) => `# aws_s3_bucket_policy.deny will be created\n+ bucket = "${bucketName(r)}"`,
]

export const lookalike = (r) => ({ text: r.pick(lookalikes)(r), pre: r.chance(0.7) })

const otherErrors = [
  (_r) =>
    `An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4): Please reduce your request rate.`,
  (r) =>
    `operation error S3: GetObject, https response error StatusCode: 404, RequestID: ${requestId(r)}, HostID: ${hostId(r)}, NoSuchKey: The specified key does not exist.`,
  () =>
    'An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist',
  () => 'An error occurred (ExpiredToken) when calling the ListObjectsV2 operation: The provided token has expired.',
  (r) => `Could not connect to the endpoint URL: "${url(r, bucketName(r), 'a', 'aws')}"`,
  () => 'RequestTimeTooSkewed: The difference between the request time and the current time is too large.',
  () =>
    'An error occurred (SignatureDoesNotMatch) when calling the PutObject operation: The request signature we calculated does not match the signature you provided. Check your key and signing method.',
]

export const otherError = (r) => ({ text: r.pick(otherErrors)(r), pre: true })

const hostile = [
  's3://',
  'arn:',
  'arn:aws:s3:::',
  '<',
  '>',
  '&amp;',
  '&lt;',
  '%25',
  '%',
  '\\"',
  '```',
  '│ ',
  '"',
  "'",
  'User: ',
  'https://',
  '.s3.',
  '@',
  ':aws:',
  '\u202e',
  '\ud83d',
  '\u0000',
  '{"',
  '(AccessDenied)',
  'x'.repeat(40),
]

/** Runs that make careless patterns slow, and characters that make them throw. Anything may be read out of it. */
export const adversarial = (r) => ({ text: r.pick(hostile).repeat(1 + r.below(60)), pre: r.chance(0.5), loose: true })

export const secretLine = (r) => {
  const made = secret(r)
  return { text: made.text, secrets: [{ kind: made.kind, value: made.value }], pre: r.chance(0.7) }
}
