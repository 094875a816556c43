/** Errors of S3's that are no refusal by a policy; `notAuthorization` of the public JSON. */
export type NotAuthorization =
  | 'throttling'
  | 'no-such-bucket'
  | 'no-such-key'
  | 'network'
  | 'wrong-region'
  | 'clock-skew'
  | 'signature'
  | 'expired-token'
  | 'invalid-access-key'

/** What an error code says: a refusal, something else that S3 answered, or nothing known here. */
export type Verdict = 'refusal' | NotAuthorization

/**
 * S3's codes, as SDKs spell them. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 * Code beats status: several of these are HTTP 403 and no refusal by a policy.
 */
const verdicts: Readonly<Record<string, Verdict>> = {
  accessdenied: 'refusal',
  accessdeniedexception: 'refusal',
  allaccessdisabled: 'refusal',
  accessforbidden: 'refusal',
  forbidden: 'refusal',
  unauthorizedaccess: 'refusal',
  unauthorizedaccesserror: 'refusal',
  '403': 'refusal',
  '403forbidden': 'refusal',
  slowdown: 'throttling',
  throttling: 'throttling',
  throttlingexception: 'throttling',
  requestlimitexceeded: 'throttling',
  toomanyrequests: 'throttling',
  toomanyrequestsexception: 'throttling',
  requestthrottled: 'throttling',
  serviceunavailable: 'throttling',
  '503': 'throttling',
  '429': 'throttling',
  nosuchbucket: 'no-such-bucket',
  nosuchkey: 'no-such-key',
  nosuchversion: 'no-such-key',
  '404': 'no-such-key',
  notfound: 'no-such-key',
  permanentredirect: 'wrong-region',
  temporaryredirect: 'wrong-region',
  authorizationheadermalformed: 'wrong-region',
  illegallocationconstraintexception: 'wrong-region',
  bucketregionerror: 'wrong-region',
  '301': 'wrong-region',
  '307': 'wrong-region',
  movedpermanently: 'wrong-region',
  requesttimetooskewed: 'clock-skew',
  signaturedoesnotmatch: 'signature',
  invalidsignature: 'signature',
  invalidsignatureexception: 'signature',
  expiredtoken: 'expired-token',
  expiredtokenexception: 'expired-token',
  requestexpired: 'expired-token',
  tokenrefreshrequired: 'expired-token',
  invalidaccesskeyid: 'invalid-access-key',
  invalidclienttokenid: 'invalid-access-key',
  invalidtoken: 'invalid-access-key',
  unrecognizedclientexception: 'invalid-access-key',
  requesttimeout: 'network',
  endpointconnectionerror: 'network',
  unknownendpoint: 'network',
  networkingerror: 'network',
}

export function verdictOf(code: string, operation: string | undefined): Verdict | null {
  const verdict = Object.hasOwn(verdicts, plain(code)) ? (verdicts[plain(code)] ?? null) : null
  // A HEAD answer has no body, so a missing bucket and a missing key are both a bare 404.
  return verdict === 'no-such-key' &&
    operation !== undefined &&
    /^(HeadBucket|ListObjects|ListObjectsV2)$/.test(operation)
    ? 'no-such-bucket'
    : verdict
}

const plain = (code: string): string => code.toLowerCase().replace(/[\s_-]/g, '')
