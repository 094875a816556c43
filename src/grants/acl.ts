import type { AclGrant } from '../evidence.ts'
import { describeMissing, type Fact } from '../fact.ts'
import type { Question, World } from '../layer.ts'
import { and, not, or, type Truth, truthOf } from '../policy/truth.ts'

/**
 * Which actions a permission of an ACL stands for.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
 */
const onBucket: Readonly<Record<string, readonly string[]>> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  WRITE: ['s3:PutObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
}

const onObject: Readonly<Record<string, readonly string[]>> = {
  READ: ['s3:GetObject', 's3:GetObjectVersion'],
  READ_ACP: ['s3:GetObjectAcl', 's3:GetObjectVersionAcl'],
  WRITE_ACP: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
}

/** What the ACLs give the caller for one action. */
export interface AclOutcome {
  /** Its account is granted; its identities still need an allow of their own. */
  readonly account: Truth
  /** A group that holds the caller is granted: AllUsers, or AuthenticatedUsers for a signed request. */
  readonly group: Truth
  readonly missing: readonly string[]
}

/** Whether an action reads or changes what hangs on an existing object, so that the object's own ACL counts. */
export const isOfObject = ({ level, action }: Question): boolean =>
  level === 'object' && !action.startsWith('s3:PutObject') && !action.startsWith('s3:DeleteObject')
    ? !/MultipartUpload|RestoreObject|BypassGovernance/.test(action)
    : /^s3:PutObject(Version)?(Acl|Tagging)$/.test(action)

/** Reads the ACL that governs this action: the object's for what is done to an object, else the bucket's. */
export function readAcl(question: Question, { caller }: World): AclOutcome {
  const { side, action } = question
  const ofObject = isOfObject(question)
  const acl: Fact<readonly AclGrant[]> = !ofObject
    ? side.bucketAcl
    : side.object.kind === 'known'
      ? side.object.value.acl
      : side.object
  const permissions = Object.entries(ofObject ? onObject : onBucket)
    .filter(([, actions]) => actions.includes(action))
    .map(([permission]) => permission)
  if (permissions.length === 0 && !(ofObject && isForeign(question) !== 'no'))
    return { account: 'no', group: 'no', missing: [] }
  if (acl.kind !== 'known') {
    return { account: 'maybe', group: 'maybe', missing: [describeMissing(acl)] }
  }
  const granted = (grantee: (name: string) => boolean): Truth =>
    truthOf(
      acl.value.some((grant) => grantee(grant.grantee) && [...permissions, 'FULL_CONTROL'].includes(grant.permission)),
    )
  return {
    account: granted((name) => name === caller.account),
    group: granted(
      (name) =>
        name === 'AllUsers' ||
        (name === 'AuthenticatedUsers' && caller.kind !== 'anonymous') ||
        (name === 'LogDelivery' && caller.principal === 'logging.s3.amazonaws.com'),
    ),
    missing: [],
  }
}

/** Whether ACLs count at all: they are void with BucketOwnerEnforced. */
export const aclsCount = ({ side }: Question): Truth =>
  side.objectOwnership.kind === 'known' ? truthOf(side.objectOwnership.value !== 'BucketOwnerEnforced') : 'maybe'

/** Whether the object belongs to another account than the bucket. */
export function isForeign({ side }: Question): Truth {
  const { object, bucketAccount } = side
  if (object.kind !== 'known') return 'maybe'
  if (!object.value.exists) return 'no'
  const { owner } = object.value
  if (owner.kind !== 'known' || bucketAccount.kind !== 'known') return 'maybe'
  return truthOf(owner.value !== bucketAccount.value)
}

/** Whether one of the public access block's switches is on, at the bucket, the account or the access point. */
export function switchedOn(
  name: 'BlockPublicAcls' | 'IgnorePublicAcls' | 'RestrictPublicBuckets',
  { side }: Question,
  { evidence, request }: World,
): Truth {
  const point =
    evidence.accessPoint.kind === 'known' ? evidence.accessPoint.value?.publicAccessBlock : evidence.accessPoint
  const facts = [
    side.bucketPublicAccessBlock,
    side.accountPublicAccessBlock,
    ...(request.accessPoint === undefined || point === undefined ? [] : [point]),
  ]
  return facts.reduce<Truth>(
    (on, fact) => or(on, fact.kind === 'known' ? truthOf(fact.value?.[name] ?? false) : 'maybe'),
    'no',
  )
}

/** Whether a public grant of an ACL would serve this request and IgnorePublicAcls takes it away. */
export function isPublicGrantIgnored(question: Question, world: World): Truth {
  if (question.level === 'account') return 'no'
  const { group } = readAcl(question, world)
  return and(aclsCount(question), and(group, switchedOn('IgnorePublicAcls', question, world)))
}

/** The grants that are left once void ACLs and ignored public grants are taken away. */
export function effectiveAcl(question: Question, world: World): AclOutcome {
  const { account, group, missing } = readAcl(question, world)
  const count = aclsCount(question)
  const { objectOwnership: ownership } = question.side
  const kept = and(group, not(switchedOn('IgnorePublicAcls', question, world)))
  return {
    account: and(count, account),
    group: and(count, kept),
    missing:
      ownership.kind !== 'known' && or(account, group) !== 'no' ? [describeMissing(ownership), ...missing] : missing,
  }
}
