/**
 * What tools print when S3 refuses. Each shape gives its text and what it plants in it: nothing else may come out.
 * `pre` says that the text stands in a code block, as people paste it.
 */
import {
  actions,
  bucket as bucketName,
  encodePath,
  host,
  hostId,
  key,
  kmsKey,
  operations,
  partition,
  presigned,
  principal,
  requestId,
  url,
  uuid,
} from './values.mjs'

const reasons = [
  (a) => `because no identity-based policy allows the ${a} action`,
  (a) => `because no session policy allows the ${a} action`,
  (a) => `because no permissions boundary allows the ${a} action`,
  (a) => `because no VPC endpoint policy allows the ${a} action`,
  () => 'with an explicit deny in a resource-based policy',
  () => 'with an explicit deny in a service control policy',
  () => 'with an explicit deny in an identity-based policy',
]

function where(r) {
  const part = partition(r)
  const bucket = bucketName(r)
  return { part, bucket, key: key(r), principal: principal(r, part) }
}

export function sentence(r, at, action = r.pick(actions)) {
  const kms = action.startsWith('kms:')
  const resource = kms ? kmsKey(r, at.part) : `arn:${at.part}:s3:::${at.bucket}/${at.key}`
  const on = r.chance(0.1) ? '' : ` on resource: ${kms ? resource : `"${resource}"`}`
  return `User: ${at.principal} is not authorized to perform: ${action}${on} ${r.pick(reasons)(action)}`
}

const said = (r, at) => (r.chance(0.6) ? sentence(r, at) : 'Access Denied')
const javaV1 = (r, message) =>
  `${message} (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: ${requestId(r)}; S3 Extended Request ID: ${hostId(r)}; Proxy: null)`
const goV2 = (r, at, op) =>
  `operation error S3: ${op}, https response error StatusCode: 403, RequestID: ${requestId(r)}, HostID: ${hostId(r)}, api error AccessDenied: ${said(r, at)}`
const xml = (r, message) =>
  `<Error><Code>AccessDenied</Code><Message>${message}</Message><RequestId>${requestId(r)}</RequestId><HostId>${hostId(r)}</HostId></Error>`

const shapes = [
  (r, at) => `An error occurred (AccessDenied) when calling the ${r.pick(operations)} operation: ${said(r, at)}`,
  (r, at) =>
    `download failed: s3://${at.bucket}/${at.key} to ./x An error occurred (AccessDenied) when calling the GetObject operation: ${said(r, at)}`,
  (r, at) =>
    `upload failed: ./x to s3://${at.bucket}/${at.key} An error occurred (AccessDenied) when calling the PutObject operation: ${said(r, at)}`,
  (_r, at) =>
    `boto3.exceptions.S3UploadFailedError: Failed to upload /tmp/x to ${at.bucket}/${at.key}: An error occurred (AccessDenied) when calling the PutObject operation: Access Denied`,
  (r, at) =>
    `$ aws s3api get-object --bucket ${at.bucket} --key '${at.key}' out --region eu-west-1\n\nAn error occurred (AccessDenied) when calling the GetObject operation: ${said(r, at)}`,
  () => 'fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden',
  (r, at) =>
    `com.amazonaws.services.s3.model.AmazonS3Exception: ${javaV1(r, said(r, at))}\n\tat com.amazonaws.services.s3.AmazonS3Client.getObject(AmazonS3Client.java:1516)`,
  (r, at) =>
    `software.amazon.awssdk.services.s3.model.S3Exception: ${said(r, at)} (Service: S3, Status Code: 403, Request ID: ${requestId(r)}, Extended Request ID: ${hostId(r)})`,
  (r, at) =>
    `java.nio.file.AccessDeniedException: s3a://${at.bucket}/${at.key}: getFileStatus on s3a://${at.bucket}/${at.key}: com.amazonaws.services.s3.model.AmazonS3Exception: ${javaV1(r, 'Forbidden')}:403 Forbidden`,
  (r, at) =>
    `io.trino.spi.TrinoException: failed: com.amazonaws.services.s3.model.AmazonS3Exception: ${javaV1(r, 'Access Denied')} (Bucket: ${at.bucket}, Key: ${at.key})`,
  (r, at) => goV2(r, at, r.pick(operations)),
  (r, at) =>
    `level=error ts=2026-11-24T07:40:34Z caller=flush.go:262 err="${goV2(r, at, 'PutObject').replaceAll('"', '\\"')}, num_chunks: 1"`,
  (r) => `AccessDenied: Access Denied\n\tstatus code: 403, request id: ${requestId(r)}, host id: ${hostId(r)}`,
  (r, at) =>
    `│ Error: reading S3 Bucket (${at.bucket}) Policy: ${goV2(r, { ...at, key: at.key }, 'GetBucketPolicy')}\n│ \n│   with aws_s3_bucket_policy.this,\n│   on main.tf line 21, in resource "aws_s3_bucket_policy" "this":`,
  (r, at) =>
    `ERROR "cp x s3://${at.bucket}/${at.key}": AccessDenied: Access Denied status code: 403, request id: ${requestId(r)}, host id: ${hostId(r)}`,
  (_r, at) =>
    `OSError: When reading information for key '${at.key}' in bucket '${at.bucket}': AWS Error ACCESS_DENIED during HeadObject operation: No response body.`,
  (r, at) =>
    `Error performing GET ${url(r, at.bucket, at.key, at.part)} in 61ms - Server returned non-2xx status code: 403 Forbidden: ${xml(r, said(r, at))}`,
  (r, at) => `PUT ${url(r, at.bucket, at.key, at.part)} 403 (Forbidden)`,
  (r, at) => `${url(r, at.bucket, at.key, at.part)}\n${xml(r, said(r, at))}`,
  (r, at) =>
    `Error executing "PutObject" on "${url(r, at.bucket, at.key, at.part)}"; AWS HTTP error: resulted in a 403 Forbidden response: AccessDenied (client): ${said(r, at)} - ${xml(r, 'Access Denied')}`,
  (_r, at) =>
    `Access denied when writing output to url: s3://${at.bucket}/${at.key} . Please ensure you are allowed to access the S3 bucket.`,
  (r, at) =>
    `S3ServiceException:${said(r, at)},Status 403,Error AccessDenied,Rid ${requestId(r)},ExtRid ${hostId(r)},CanRetry 1\n context: S3 key being read : s3://${at.bucket}/${at.key}`,
  (r, at) =>
    `copy into t from 's3://${at.bucket}/in/';\nFailure using stage area. Cause: [${said(r, at)} (Status Code: 403; Error Code: AccessDenied)]`,
  (r, at) =>
    `initial ListObjectsV2 failed for bucket ${at.bucket} in region us-east-1 1: Client error 2: Forbidden: ${said(r, at)} Error: Failed to create mount process`,
  (r, at) =>
    `[error] [output:s3:s3.0] PutObject API responded with error='AccessDenied', message='Access Denied'\n[error] Raw PutObject response: ${xml(r, said(r, at))}`,
  (r, at) =>
    `AccessDenied: ${said(r, at)}\n    at throwDefaultError (/app/index.js:388:20) {\n  '$metadata': { httpStatusCode: 403, requestId: '${requestId(r)}' },\n  Code: 'AccessDenied'\n}`,
  (r, at) => `Aws::S3::Errors::AccessDenied: ${said(r, at)}`,
  (r, at) =>
    `Error { code: "AccessDenied", message: ${JSON.stringify(said(r, at))}, s3_extended_request_id: "${hostId(r)}", aws_request_id: "${requestId(r)}" }`,
  (_r, at) =>
    `Your access has been denied by S3, please make sure your request credentials have permission to GetObject for ${at.bucket}/${at.key}. S3 Error Code: AccessDenied. S3 Error Message: Access Denied`,
  (r, at) => `upload x to bucket ${at.bucket}: AccessDenied: ${sentence(r, at, 'kms:GenerateDataKey')}`,
  (r, at) => cloudTrail(r, at),
  (r, at) => accessLog(r, at),
  (_r, at) =>
    `Getting \uE002AccessDenied\uE003 on \uE000GetObject\uE001 from bucket \uE000${at.bucket}\uE001, key \uE000${at.key}\uE001, running as \uE000${at.principal}\uE001`,
  (r, at) => {
    const link = presigned(r, url(r, at.bucket, at.key, at.part))
    return { text: `GET ${link.url}\n${xml(r, 'Access Denied')}`, secrets: link.secrets }
  },
]

function cloudTrail(r, at) {
  const event = {
    eventSource: 's3.amazonaws.com',
    eventName: r.pick(operations),
    awsRegion: 'eu-west-1',
    userIdentity: {
      type: 'AssumedRole',
      arn: at.principal,
      sessionContext: { sessionIssuer: { type: 'Role', userName: 'decoy-role' } },
    },
    errorCode: 'AccessDenied',
    errorMessage: said(r, at),
    requestParameters: { bucketName: at.bucket, Host: host(r, at.bucket, at.part).host, key: at.key },
    requestID: requestId(r),
    eventID: uuid(r),
  }
  return r.chance(0.5) ? JSON.stringify(event, null, 2) : JSON.stringify({ Records: [event] })
}

function accessLog(r, at) {
  const once = encodePath(at.key)
  return `79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be ${at.bucket} [24/Nov/2026:10:21:00 +0000] 198.51.100.50 ${at.principal} ${requestId(r)} REST.GET.OBJECT ${encodePath(once)} "GET /${once} HTTP/1.1" 403 AccessDenied 243 - 9 - "-" "Boto3/1.34.0" - ${hostId(r)} SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader ${at.bucket}.s3.us-east-1.amazonaws.com TLSv1.2 - -`
}

/** One refusal: its text and what it plants. */
export function denial(r) {
  const at = where(r)
  const made = r.pick(shapes)(r, at)
  const text = typeof made === 'string' ? made : made.text
  return {
    text,
    planted: at,
    secrets: typeof made === 'string' ? [] : made.secrets,
    pre: !text.includes('\uE000') && r.chance(0.7),
  }
}
