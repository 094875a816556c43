import { parseArn } from '../arn.ts'
import type { Caller } from '../caller.ts'
import type { BucketSide, Evidence, KmsKey } from '../evidence.ts'
import { type Fact, known, unknown } from '../fact.ts'
import { InputError } from '../input-error.ts'
import type { Question } from '../layer.ts'
import { absent, type ContextValue, oneValue } from '../policy/context.ts'
import type { DiagnosisRequest } from '../request.ts'
import { type Asked, conditionKeys } from './condition-keys.ts'
import { keyOfObject, keyOfUpload } from './kms-need.ts'
import { effectOf, levelOf, type Need, needsOf } from './operations.ts'

/** Everything a request asks: each action that it needs, of the access point, the bucket and the KMS keys. */
export function questionsOf(request: DiagnosisRequest, evidence: Evidence, caller: Caller): Question[] {
  if (levelOf(request) === 'object' && request.key === undefined) {
    throw new InputError('request.key', `is missing; ${request.operation ?? request.action} is about an object`)
  }
  return needsOf(request).flatMap((need) => {
    // A copy whose source nobody said can be asked about its destination alone; a note says so.
    if ((need.on === 'source-object' || need.on === 'source-key') && request.source === undefined) return []
    if (need.on === 'key' || need.on === 'source-key') return kmsQuestions(need, request, evidence, caller)
    return s3Questions(need, request, evidence, caller)
  })
}

/** The bucket, or an object of it, as an ARN of the caller's partition. */
export const s3Arn = (partition: string, bucket: string, key?: string): string =>
  `arn:${partition}:s3:::${bucket}${key === undefined ? '' : `/${key}`}`

/** What stands before the object's key in an ARN through an access point: `…:accesspoint/NAME`. */
const accessPointArn = (accessPoint: string, key?: string): string =>
  key === undefined ? accessPoint : `${accessPoint}/object/${key}`

function s3Questions(need: Need, request: DiagnosisRequest, evidence: Evidence, caller: Caller): Question[] {
  const fromSource = need.on === 'source-object'
  const side = fromSource ? evidence.source : evidence.target
  const target = fromSource && request.source !== undefined ? request.source : request
  const level = fromSource ? 'object' : need.on === 'bucket' ? 'bucket' : need.on === 'account' ? 'account' : 'object'
  const key = level === 'object' ? target.key : undefined
  const shared = {
    action: need.action,
    level,
    side,
    bucket: target.bucket,
    key,
    versionId: target.versionId,
    kmsKey: null,
    doubtful: need.doubtful ?? false,
  } as const
  const asked: Asked = {
    request,
    evidence,
    caller,
    resourceAccount: side.bucketAccount,
    bucketRegion: side.bucketRegion,
    objectTags: tagsFor(need.action, side),
  }
  const context = conditionKeys(asked)
  if (level === 'account') {
    const own: Fact<string> = caller.account === null ? unknown('the caller has no account') : known(caller.account)
    return [{ ...shared, of: 'bucket', resource: '*', resourceAccount: own, context }]
  }
  const ofBucket: Question = {
    ...shared,
    of: 'bucket',
    resource: s3Arn(caller.partition, target.bucket, key),
    resourceAccount: side.bucketAccount,
    context,
  }
  if (request.accessPoint === undefined || fromSource) return [ofBucket]
  const owner = parseArn(request.accessPoint)?.account
  return [
    {
      ...shared,
      of: 'access-point',
      resource: accessPointArn(request.accessPoint, key),
      resourceAccount:
        owner === undefined || owner === '' ? unknown('the access point’s account is not in its name') : known(owner),
      context,
    },
    ofBucket,
  ]
}

/** s3:ExistingObjectTag takes no part in uploads and deletes. */
function tagsFor(action: string, { object }: BucketSide): Fact<Readonly<Record<string, string>>> {
  if (action === 's3:PutObject' || action.startsWith('s3:DeleteObject')) return known({})
  return object.kind === 'known' ? object.value.tags : object
}

function kmsQuestions(need: Need, request: DiagnosisRequest, evidence: Evidence, caller: Caller): Question[] {
  const fromSource = need.on === 'source-key'
  const side = fromSource ? evidence.source : evidence.target
  const target = fromSource && request.source !== undefined ? request.source : request
  const written = !fromSource && effectOf(request) !== 'reads' && request.operation !== 'UpdateObjectEncryption'
  const { key, bucketKey } = written ? keyOfUpload(request, side) : keyOfObject(side)
  if (key.kind === 'known' && key.value === null) return []
  const keyFact: Fact<KmsKey> = key.kind !== 'known' ? key : key.value === null ? unknown('no key') : known(key.value)
  const encryptionArn = s3Arn(caller.partition, target.bucket, bucketKey ? undefined : target.key)
  return [
    {
      of: 'kms',
      action: need.action,
      resource: keyFact.kind === 'known' ? keyFact.value.arn : 'the KMS key',
      level: 'key',
      side,
      bucket: target.bucket,
      key: target.key,
      versionId: target.versionId,
      resourceAccount: keyFact.kind === 'known' ? known(keyFact.value.account) : unknown('the key is not known'),
      kmsKey: keyFact,
      doubtful: need.doubtful ?? false,
      context: conditionKeys(
        {
          request,
          evidence,
          caller,
          resourceAccount: keyFact.kind === 'known' ? known(keyFact.value.account) : keyFact,
          bucketRegion: side.bucketRegion,
          objectTags: known({}),
        },
        kmsKeys(caller, side, keyFact, encryptionArn),
      ),
    },
  ]
}

/**
 * What KMS sees when S3 asks on the caller's behalf: its network path does not travel along.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
function kmsKeys(
  caller: Caller,
  side: BucketSide,
  key: Fact<KmsKey>,
  encryptionArn: string,
): Record<string, ContextValue> {
  const keyRegion = key.kind === 'known' ? parseArn(key.value.arn)?.region : undefined
  const region = side.bucketRegion.kind === 'known' ? side.bucketRegion.value : keyRegion
  return {
    ...(region === undefined ? {} : { 'kms:viaservice': oneValue(`s3.${region}.amazonaws.com`) }),
    'kms:calleraccount': caller.account === null ? absent : oneValue(caller.account),
    'kms:encryptioncontext:aws:s3:arn': oneValue(encryptionArn),
    'kms:encryptioncontextkeys': oneValue('aws:s3:arn'),
    'kms:grantisforawsresource': absent,
    'aws:viaawsservice': oneValue('true'),
    'aws:calledvia': oneValue('s3.amazonaws.com'),
    'aws:calledviafirst': oneValue('s3.amazonaws.com'),
    'aws:calledvialast': oneValue('s3.amazonaws.com'),
    'aws:sourcevpce': absent,
    'aws:sourcevpc': absent,
    'aws:vpcsourceip': absent,
  }
}
