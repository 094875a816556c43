import type { Caller } from '../caller.ts'
import type { Evidence, Organization } from '../evidence.ts'
import type { Fact } from '../fact.ts'
import { lookUp } from '../look-up.ts'
import { absent, type Context, type ContextValue, oneValue, presentUnknown, unknownValue } from '../policy/context.ts'
import type { DiagnosisRequest } from '../request.ts'

/** What the keys of one question are made of. */
export interface Asked {
  readonly request: DiagnosisRequest
  readonly evidence: Evidence
  readonly caller: Caller
  readonly resourceAccount: Fact<string>
  readonly bucketRegion: Fact<string>
  readonly objectTags: Fact<Readonly<Record<string, string>>>
}

type Derive = (asked: Asked) => ContextValue

const values = (list: readonly string[]): ContextValue => ({ kind: 'values', values: list })
const optional = (value: string | undefined): ContextValue => (value === undefined ? absent : oneValue(value))
const ofFact = (fact: Fact<string>): ContextValue => (fact.kind === 'known' ? oneValue(fact.value) : presentUnknown)
const constant =
  (value: ContextValue): Derive =>
  () =>
    value

/**
 * The global and S3 condition keys that follow from who calls, what is asked and whose it is. What is not here and was
 * not said is unknown.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
const derived: Readonly<Record<string, Derive>> = {
  'aws:principalarn': ({ caller }) => {
    if (caller.kind === 'anonymous' || caller.kind === 'service') return absent
    return caller.pathKnown
      ? oneValue(caller.kind === 'federated-user' ? caller.principal : caller.arn)
      : presentUnknown
  },
  'aws:principalaccount': ({ caller }) => optional(caller.account ?? undefined),
  'aws:principaltype': ({ caller }) => principalTypes[caller.kind],
  'aws:principalisawsservice': ({ caller }) => oneValue(String(caller.kind === 'service')),
  'aws:principalservicename': ({ caller }) => (caller.kind === 'service' ? oneValue(caller.principal) : absent),
  'aws:principalservicenameslist': ({ caller }) => (caller.kind === 'service' ? presentUnknown : absent),
  'aws:principalorgid': ({ caller, evidence }) => orgOf(evidence.organization, caller.account, ({ id }) => id),
  'aws:principalorgpaths': ({ caller, evidence }) => orgOf(evidence.organization, caller.account, pathIn),
  'aws:resourceaccount': ({ resourceAccount }) => ofFact(resourceAccount),
  's3:resourceaccount': ({ resourceAccount }) => ofFact(resourceAccount),
  'aws:resourceorgid': ({ evidence, resourceAccount }) => resourceOrg(evidence, resourceAccount, ({ id }) => id),
  'aws:resourceorgpaths': ({ evidence, resourceAccount }) => resourceOrg(evidence, resourceAccount, pathIn),
  'aws:userid': userId,
  'aws:username': ({ caller }) => (caller.kind === 'user' ? oneValue(caller.name) : absent),
  'aws:securetransport': constant(oneValue('true')),
  'aws:viaawsservice': constant(oneValue('false')),
  'aws:calledvia': constant(absent),
  'aws:calledviafirst': constant(absent),
  'aws:calledvialast': constant(absent),
  'aws:currenttime': constant(presentUnknown),
  'aws:epochtime': constant(presentUnknown),
  'aws:requestedregion': ({ bucketRegion }) => ofFact(bucketRegion),
  'aws:tokenissuetime': ({ caller }) =>
    isTemporary(caller) ? presentUnknown : caller.kind === 'user' ? unknownValue : absent,
  'aws:multifactorauthpresent': mfa,
  'aws:multifactorauthage': ({ caller }) => (caller.account === null ? absent : unknownValue),
  'aws:sourceidentity': ({ caller }) => (isTemporary(caller) ? unknownValue : absent),
  'aws:federatedprovider': ({ caller }) => (isTemporary(caller) ? unknownValue : absent),
  'aws:ec2instancesourcevpc': ({ caller }) => (isTemporary(caller) ? unknownValue : absent),
  'aws:ec2instancesourceprivateipv4': ({ caller }) => (isTemporary(caller) ? unknownValue : absent),
  'aws:sourcearn': ({ caller }) => (caller.kind === 'service' ? unknownValue : absent),
  'aws:sourceaccount': ({ caller }) => (caller.kind === 'service' ? unknownValue : absent),
  'aws:sourceorgid': (asked) => sourceOrg(asked, ({ id }) => id),
  'aws:sourceorgpaths': (asked) => sourceOrg(asked, pathIn),
  'aws:sourcevpce': ({ evidence }) => {
    if (evidence.vpcEndpoint.kind !== 'known' || !evidence.vpcEndpointGiven) return unknownValue
    return evidence.vpcEndpoint.value === null ? absent : oneValue(evidence.vpcEndpoint.value.id)
  },
  'aws:sourcevpc': (asked) => throughEndpoint(asked, absent, presentUnknown),
  'aws:vpcsourceip': (asked) => throughEndpoint(asked, absent, presentUnknown),
  'aws:sourceip': (asked) => throughEndpoint(asked, presentUnknown, absent),
  's3:x-amz-acl': ({ request }) => optional(request.parameters?.acl),
  's3:x-amz-server-side-encryption': ({ request }) => optional(request.parameters?.serverSideEncryption),
  's3:x-amz-server-side-encryption-aws-kms-key-id': ({ request }) => optional(request.parameters?.sseKmsKeyId),
  's3:x-amz-server-side-encryption-customer-algorithm': ({ request }) =>
    request.parameters?.sseCustomer ? oneValue('AES256') : absent,
  's3:x-amz-storage-class': ({ request }) => optional(request.parameters?.storageClass),
  's3:x-amz-copy-source': ({ request }) =>
    request.source === undefined ? absent : oneValue(`${request.source.bucket}/${request.source.key}`),
  's3:x-amz-content-sha256': constant(unknownValue),
  's3:x-amz-object-ownership': ({ request }) => optional(request.parameters?.objectOwnership),
  's3:object-lock-mode': ({ request }) => optional(request.parameters?.objectLockMode),
  's3:object-lock-retain-until-date': ({ request }) => optional(request.parameters?.objectLockRetainUntilDate),
  's3:object-lock-legal-hold': ({ request }) => optional(request.parameters?.objectLockLegalHold),
  's3:if-match': ({ request }) => (request.parameters?.ifMatch ? presentUnknown : absent),
  's3:if-none-match': ({ request }) => (request.parameters?.ifNoneMatch ? presentUnknown : absent),
  's3:versionid': ({ request }) => optional(request.versionId),
  's3:prefix': ({ request }) => listParameter(request, request.parameters?.prefix),
  's3:delimiter': ({ request }) => listParameter(request, request.parameters?.delimiter),
  's3:max-keys': ({ request }) => listParameter(request, request.parameters?.maxKeys?.toString()),
  's3:requestobjecttagkeys': ({ request }) => requestTags(request, (tags) => values(Object.keys(tags))),
  's3:authtype': constant(presentUnknown),
  's3:signatureage': constant(unknownValue),
  's3:signatureversion': constant(presentUnknown),
  's3:tlsversion': constant(presentUnknown),
  's3:dataaccesspointarn': ({ request }) => optional(request.accessPoint),
  's3:dataaccesspointaccount': ({ request }) => optional(request.accessPoint?.split(':')[4]),
  's3:accesspointnetworkorigin': ({ request, evidence }) => {
    if (request.accessPoint === undefined) return absent
    if (evidence.accessPoint.kind !== 'known' || evidence.accessPoint.value === null) return presentUnknown
    const { vpcId } = evidence.accessPoint.value
    return vpcId.kind === 'known' ? oneValue(vpcId.value === null ? 'Internet' : 'VPC') : presentUnknown
  },
}

const principalTypes: Readonly<Record<Caller['kind'], ContextValue>> = {
  user: oneValue('User'),
  role: oneValue('AssumedRole'),
  session: oneValue('AssumedRole'),
  'federated-user': oneValue('FederatedUser'),
  root: oneValue('Account'),
  anonymous: oneValue('Anonymous'),
  service: unknownValue,
}

/** Keys with a name inside, `aws:PrincipalTag/team`; names of tag keys are matched without regard to case too. */
const families: readonly { readonly prefix: string; readonly derive: (asked: Asked, name: string) => ContextValue }[] =
  [
    { prefix: 'aws:principaltag/', derive: principalTag },
    { prefix: 's3:existingobjecttag/', derive: ({ objectTags }, name) => tagIn(objectTags, name) },
    {
      prefix: 's3:requestobjecttag/',
      derive: ({ request }, name) => requestTags(request, (tags) => optional(findFolded(tags, name))),
    },
    // Bucket tags take part only once ABAC is switched on for the bucket, and nothing of the evidence says so.
    { prefix: 'aws:resourcetag/', derive: constant(absent) },
    { prefix: 's3:buckettag/', derive: constant(absent) },
    { prefix: 'aws:requesttag/', derive: constant(absent) },
    // Headers that the parameters do not give were not sent.
    { prefix: 's3:x-amz-grant-', derive: ({ request }) => (request.parameters?.grants ? unknownValue : absent) },
    { prefix: 's3:x-amz-', derive: constant(absent) },
  ]

/** The keys of one S3 question: what the asker said, then what follows from the facts, else unknown. */
export function conditionKeys(asked: Asked, more: Readonly<Record<string, ContextValue>> = {}): Context {
  const said = new Map<string, ContextValue>()
  for (const [key, value] of Object.entries(asked.request.context ?? {})) said.set(key.toLowerCase(), readValue(value))
  for (const [key, value] of Object.entries(more)) said.set(key.toLowerCase(), value)
  return (key) => {
    const found = said.get(key)
    if (found !== undefined) return found
    const value = derive(asked, key, said)
    said.set(key, value)
    return value
  }
}

const readValue = (value: string | readonly string[] | null): ContextValue =>
  value === null ? absent : typeof value === 'string' ? oneValue(value) : values(value)

function derive(asked: Asked, key: string, said: ReadonlyMap<string, ContextValue>): ContextValue {
  const direct = lookUp(derived, key)
  if (direct !== undefined) {
    const value = direct(asked)
    // Whoever names the endpoint has said that the call came through one, and whoever gives an address that it did not.
    return value.kind === 'unknown' ? fromPath(key, said, value) : value
  }
  const family = families.find(({ prefix }) => key.startsWith(prefix))
  return family === undefined ? unknownValue : family.derive(asked, key.slice(family.prefix.length))
}

function fromPath(key: string, said: ReadonlyMap<string, ContextValue>, value: ContextValue): ContextValue {
  const endpoint = said.get('aws:sourcevpce')
  if (key === 'aws:sourceip' && endpoint?.kind === 'values') return absent
  if ((key === 'aws:sourcevpc' || key === 'aws:vpcsourceip') && endpoint?.kind === 'absent') return absent
  return value
}

const throughEndpoint = ({ evidence }: Asked, direct: ContextValue, through: ContextValue): ContextValue => {
  if (evidence.vpcEndpoint.kind !== 'known' || !evidence.vpcEndpointGiven) return unknownValue
  return evidence.vpcEndpoint.value === null ? direct : through
}

const isTemporary = (caller: Caller): boolean =>
  caller.kind === 'role' || caller.kind === 'session' || caller.kind === 'federated-user'

function userId({ caller }: Asked): ContextValue {
  if (caller.kind === 'anonymous') return oneValue('anonymous')
  if (caller.kind === 'root') return optional(caller.account ?? undefined)
  if (caller.kind === 'federated-user') return oneValue(`${caller.account}:${caller.name}`)
  const id = caller.details.kind === 'known' ? caller.details.value.id : undefined
  if (caller.kind === 'service' || id === undefined) return presentUnknown
  if (caller.kind === 'user') return oneValue(id)
  return caller.sessionName === null ? presentUnknown : oneValue(`${id}:${caller.sessionName}`)
}

/** Long-term keys send no MFA key at all; a session that was made without MFA may send false. */
function mfa({ caller }: Asked): ContextValue {
  if (caller.account === null) return absent
  const said = caller.details.kind === 'known' ? caller.details.value.mfa : undefined
  if (said === undefined) return unknownValue
  if (said) return oneValue('true')
  return isTemporary(caller) ? oneValue('false') : { kind: 'one-of', options: [absent, oneValue('false')] }
}

function principalTag({ caller }: Asked, name: string): ContextValue {
  if (caller.account === null || caller.kind === 'root') return absent
  if (caller.details.kind !== 'known') return unknownValue
  const { tags, sessionTags } = caller.details.value
  // A session's tag goes before the role's of the same name.
  if (sessionTags.kind !== 'known') return unknownValue
  return optional(findFolded(sessionTags.value, name) ?? findFolded(tags, name))
}

const tagIn = (tags: Fact<Readonly<Record<string, string>>>, name: string): ContextValue =>
  tags.kind === 'known' ? optional(findFolded(tags.value, name)) : unknownValue

const findFolded = (tags: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.entries(tags).find(([key]) => key.toLowerCase() === name)?.[1]

function requestTags(
  request: DiagnosisRequest,
  read: (tags: Readonly<Record<string, string>>) => ContextValue,
): ContextValue {
  const tagging = request.parameters?.tagging
  if (tagging === undefined || tagging === false)
    return request.operation === 'PutObjectTagging' ? unknownValue : absent
  return tagging === true ? unknownValue : read(tagging)
}

const listOperations = new Set(['ListObjects', 'ListObjectsV2', 'ListObjectVersions'])

/** A listing's own parameters; what nobody said may have been sent. HeadBucket has none. */
function listParameter(request: DiagnosisRequest, said: string | undefined): ContextValue {
  if (said !== undefined) return oneValue(said)
  const lists = listOperations.has(request.operation ?? '') || request.action?.startsWith('s3:ListBucket')
  return lists ? unknownValue : absent
}

const pathIn = (organization: Organization, account: string): string | undefined =>
  lookUp(organization.accounts, account) ?? undefined

/** An account that the organization does not hold may be in another one, or in none. */
const elsewhere: ContextValue = { kind: 'one-of', options: [absent, oneValue('o-another-organization')] }

function orgOf(
  fact: Fact<Organization | null>,
  account: string | null,
  read: (organization: Organization, account: string) => string | undefined,
): ContextValue {
  if (account === null) return absent
  if (fact.kind !== 'known') return unknownValue
  if (fact.value === null) return absent
  const member = fact.value.managementAccount === account || lookUp(fact.value.accounts, account) !== undefined
  if (!member) return elsewhere
  const value = read(fact.value, account)
  return value === undefined ? presentUnknown : oneValue(value)
}

const resourceOrg = (
  { organization }: Evidence,
  account: Fact<string>,
  read: (organization: Organization, account: string) => string | undefined,
): ContextValue => (account.kind === 'known' ? orgOf(organization, account.value, read) : unknownValue)

/** For a service that acts for an account: the organization of that account. */
function sourceOrg(
  { caller, evidence, request }: Asked,
  read: (organization: Organization, account: string) => string | undefined,
): ContextValue {
  if (caller.kind !== 'service') return absent
  const account = Object.entries(request.context ?? {}).find(([key]) => key.toLowerCase() === 'aws:sourceaccount')?.[1]
  if (account === null) return absent
  return typeof account === 'string' ? orgOf(evidence.organization, account, read) : unknownValue
}
