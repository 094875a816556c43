import type { RecentChange } from '../evidence.ts'
import { readDocument } from './policy-document.ts'

type Parameters = Readonly<Record<string, unknown>>

/** What one kind of event says of the thing before and after it; CloudTrail records what was set, not what it replaced. */
interface Kind {
  readonly after: (parameters: Parameters) => unknown
  /** Left out where only an older event can tell. */
  readonly before?: (parameters: Parameters) => unknown
}

/** Text, and not `null` or an object: those would be read as *there was none* and as a policy or switches. */
const unknownBefore = 'not recorded: CloudTrail shows what was set and not what it replaced'
const unknownAfter = 'not recorded by CloudTrail'

const nothing = () => null
const pick =
  (...names: string[]) =>
  (parameters: Parameters): unknown =>
    Object.fromEntries(names.flatMap((name) => (name in parameters ? [[name, parameters[name]]] : [])))

/** A policy document is JSON in text in some events and JSON itself in others. */
const document =
  (name: string) =>
  (parameters: Parameters): unknown => {
    const value = parameters[name]
    if (typeof value !== 'string') return value ?? unknownAfter
    const read = readDocument(value)
    return read.kind === 'known' ? read.value : unknownAfter
  }

function switches({ PublicAccessBlockConfiguration: given }: Parameters): unknown {
  if (typeof given !== 'object' || given === null) return unknownAfter
  const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
  return Object.fromEntries(names.map((name) => [name, [true, 'true'].some((on) => on === Reflect.get(given, name))]))
}

/** The rules are XML made JSON: one is an object, and several would be a list. */
function ownership({ OwnershipControls: given }: Parameters): unknown {
  const rules = isRecord(given) ? (given.Rule ?? given.Rules) : undefined
  const rule: unknown = Array.isArray(rules) ? rules[0] : rules
  return isRecord(rule) ? (rule.ObjectOwnership ?? unknownAfter) : unknownAfter
}

const policyArn = pick('policyArn')
const attach: Kind = { before: nothing, after: policyArn }
const detach: Kind = { before: policyArn, after: nothing }

/**
 * The events that change who may reach an object, by CloudTrail's names.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
const kinds: Readonly<Record<string, Kind>> = {
  PutBucketPolicy: { after: document('bucketPolicy') },
  DeleteBucketPolicy: { after: nothing },
  PutBucketPublicAccessBlock: { after: switches },
  DeleteBucketPublicAccessBlock: { after: nothing },
  PutAccountPublicAccessBlock: { after: switches },
  DeleteAccountPublicAccessBlock: { after: nothing },
  PutBucketOwnershipControls: { after: ownership },
  DeleteBucketOwnershipControls: { after: nothing },
  PutBucketAcl: { after: pick('x-amz-acl', 'AccessControlPolicy') },
  PutBucketEncryption: { after: pick('ServerSideEncryptionConfiguration') },
  DeleteBucketEncryption: { after: nothing },
  PutBucketRequestPayment: { after: pick('RequestPaymentConfiguration') },
  PutRolePolicy: { after: document('policyDocument') },
  PutUserPolicy: { after: document('policyDocument') },
  DeleteRolePolicy: { before: pick('policyName'), after: nothing },
  DeleteUserPolicy: { before: pick('policyName'), after: nothing },
  AttachRolePolicy: attach,
  AttachUserPolicy: attach,
  DetachRolePolicy: detach,
  DetachUserPolicy: detach,
  PutRolePermissionsBoundary: { after: pick('permissionsBoundary') },
  PutUserPermissionsBoundary: { after: pick('permissionsBoundary') },
  DeleteRolePermissionsBoundary: { after: nothing },
  DeleteUserPermissionsBoundary: { after: nothing },
  AddUserToGroup: { before: nothing, after: pick('groupName') },
  RemoveUserFromGroup: { before: pick('groupName'), after: nothing },
  CreateRole: { before: nothing, after: pick('roleName', 'path') },
  DeleteRole: { before: pick('roleName'), after: nothing },
  PutKeyPolicy: { after: document('policy') },
  DisableKey: { after: () => ({ state: 'Disabled' }) },
  EnableKey: { after: () => ({ state: 'Enabled' }) },
  ScheduleKeyDeletion: { after: () => ({ state: 'PendingDeletion' }) },
}

/** One event as a change; `null` for reads, for what was refused, and for what changes nobody's access. */
export function changeOf(text: string, resource: string): RecentChange | null {
  const event = readJson(text)
  const { eventName, eventTime } = event
  if (typeof eventName !== 'string' || typeof eventTime !== 'string' || 'errorCode' in event) return null
  const kind = kinds[eventName]
  if (kind === undefined) return null
  const parameters = isRecord(event.requestParameters) ? event.requestParameters : {}
  return {
    time: eventTime,
    eventName,
    by: byWhom(event.userIdentity),
    resource,
    before: kind.before === undefined ? unknownBefore : kind.before(parameters),
    after: kind.after(parameters),
  }
}

/** The thing that an event sets whole: `BucketPolicy` of Put- and DeleteBucketPolicy. */
const settingOf = (eventName: string): string => eventName.replace(/^(Put|Delete)/, '')

/** What an event replaced is what the one before it on the same thing had set; newest first. */
export function fillBefore(changes: readonly RecentChange[]): readonly RecentChange[] {
  return changes.map((change, index) => {
    if (change.before !== unknownBefore) return change
    const earlier = changes
      .slice(index + 1)
      .find(
        ({ eventName, resource }) =>
          resource === change.resource && settingOf(eventName) === settingOf(change.eventName) && isWhole(eventName),
      )
    return earlier === undefined ? change : { ...change, before: earlier.after }
  })
}

/** A role has many inline policies, so that an earlier one need not be the one that was replaced. */
const isWhole = (eventName: string): boolean => /^(Put|Delete)/.test(eventName) && !/(Role|User)Policy$/.test(eventName)

/** Account ids and names are kept; access key ids, which the event has too, are not. */
function byWhom(identity: unknown): string {
  if (!isRecord(identity)) return ''
  const { arn, invokedBy, principalId } = identity
  return [arn, invokedBy, principalId].find((value): value is string => typeof value === 'string') ?? ''
}

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
