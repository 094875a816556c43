import { z } from 'zod'
import type { KmsKey, PolicySource } from '../evidence.ts'
import { type Fact, known, unknown, unreadable } from '../fact.ts'
import { locate } from '../input-error.ts'

/** `{ "unreadable": … }` and `{ "unknown": … }` are what was not read; anything else is the value itself. */
function fact<S extends z.ZodType>(schema: S): z.ZodType<Fact<z.output<S>>> {
  const refused = z
    .strictObject({ unreadable: z.string(), errorCode: z.string().default('AccessDenied') })
    .transform((value): Fact<z.output<S>> => unreadable(value.unreadable, value.errorCode))
  const nobody = z.strictObject({ unknown: z.string() }).transform((value): Fact<z.output<S>> => unknown(value.unknown))
  const bare = schema.transform((value): Fact<z.output<S>> => known(value))
  return z.unknown().transform((value, context): Fact<z.output<S>> => {
    const marked = typeof value === 'object' && value !== null
    const chosen = marked && 'unreadable' in value ? refused : marked && 'unknown' in value ? nobody : bare
    const result = chosen.safeParse(value)
    if (result.success) return result.data
    for (const issue of result.error.issues) context.addIssue({ code: 'custom', ...locate(issue) })
    return z.NEVER
  })
}

const account = z.string().regex(/^\d{12}$/, 'is no account id of 12 digits')
const texts = z.record(z.string(), z.string())

const switches = z.strictObject({
  BlockPublicAcls: z.boolean(),
  IgnorePublicAcls: z.boolean(),
  BlockPublicPolicy: z.boolean(),
  RestrictPublicBuckets: z.boolean(),
})

const acl = z.array(
  z.strictObject({
    grantee: z.string(),
    permission: z.enum(['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL']),
  }),
)

/** A policy: its document, or `{ name, arn, document }`; `name` is what it is called where it says none itself. */
const policy = (name: string) =>
  z.unknown().transform((value, context): PolicySource => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      context.addIssue({ code: 'custom', message: 'is no policy document' })
      return z.NEVER
    }
    if (!('document' in value)) return { name, document: known(value) }
    const named = z.strictObject({
      name: z.string().default(name),
      arn: z.string().exactOptional(),
      document: fact(z.unknown()),
    })
    const result = named.safeParse(value)
    if (result.success) return result.data
    for (const issue of result.error.issues) context.addIssue({ code: 'custom', ...locate(issue) })
    return z.NEVER
  })

/** A list of policies; one without a name is called after its place, so that two are told apart. */
const policies = (name: string) =>
  z
    .array(policy(name))
    .transform((list) =>
      list.map((one, index) => (one.name === name && list.length > 1 ? { ...one, name: `${name} ${index + 1}` } : one)),
    )

/** The owner and the ACL that a file leaves out follow from the bucket's account, which stands elsewhere in it. */
const objectSchema = z.strictObject({
  exists: z.boolean(),
  // An account id; a canonical user id where the account behind it is nobody's that can be read.
  owner: fact(z.string().min(1)).exactOptional(),
  acl: fact(acl).exactOptional(),
  storageClass: fact(z.string()).default(known('STANDARD')),
  restored: fact(z.boolean()).default(known(false)),
  serverSideEncryption: fact(z.string()).default(known('AES256')),
  kmsKeyArn: z.string().exactOptional(),
  bucketKeyEnabled: z.boolean().default(false),
  sseCustomer: z.boolean().default(false),
  tags: fact(texts).default(known({})),
  retention: fact(
    z.strictObject({ mode: z.enum(['GOVERNANCE', 'COMPLIANCE']), retainUntil: z.string() }).nullable(),
  ).default(known(null)),
  legalHold: fact(z.boolean()).default(known(false)),
})

export type GivenObject = z.output<typeof objectSchema>

const keySchema = z
  .strictObject({
    arn: z.string(),
    account: account,
    manager: z.enum(['CUSTOMER', 'AWS']).default('CUSTOMER'),
    state: fact(z.string()).default(known('Enabled')),
    policy: fact(policy('key policy')),
    grants: fact(
      z.array(
        z.strictObject({
          granteePrincipal: z.string(),
          operations: z.array(z.string()),
          constraints: z
            .strictObject({
              encryptionContextEquals: texts.exactOptional(),
              encryptionContextSubset: texts.exactOptional(),
            })
            .exactOptional(),
        }),
      ),
    ).default(known([])),
  })
  .transform(
    (key): KmsKey => ({
      ...key,
      policy: key.policy.kind === 'known' ? key.policy.value : { name: 'key policy', document: key.policy },
    }),
  )

const levels = (name: string) => z.array(policies(name)).nullable()

/** What a bucket policy is called until its bucket's name is put before it. */
export const bucketPolicyName = 'bucket policy'

const sideFields = {
  bucketAccount: fact(account).exactOptional(),
  bucketExists: fact(z.boolean()).exactOptional(),
  bucketRegion: fact(z.string()).exactOptional(),
  bucketPolicy: fact(policy(bucketPolicyName).or(z.null())).exactOptional(),
  bucketPublicAccessBlock: fact(switches.nullable()).exactOptional(),
  accountPublicAccessBlock: fact(switches.nullable()).exactOptional(),
  objectOwnership: fact(z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'])).exactOptional(),
  bucketAcl: fact(acl).exactOptional(),
  bucketEncryption: fact(
    z.strictObject({
      sseAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
      kmsMasterKeyId: z.string().exactOptional(),
      bucketKeyEnabled: z.boolean().default(false),
      blockedEncryptionTypes: z.array(z.string()).default([]),
    }),
  ).exactOptional(),
  requestPayer: fact(z.enum(['BucketOwner', 'Requester'])).exactOptional(),
  object: fact(objectSchema).exactOptional(),
  kmsKey: fact(keySchema.nullable()).exactOptional(),
  resourceControlPolicies: fact(levels('RCP')).exactOptional(),
}

const sideSchema = z.strictObject(sideFields)

/** One bucket's side as a file gives it; what it leaves out is the plain account's. */
export type GivenSide = z.output<typeof sideSchema>

const callerFields = {
  principalAccount: account.exactOptional(),
  organization: fact(
    z
      .strictObject({
        id: z.string(),
        managementAccount: account,
        accounts: z.record(z.string(), z.string().nullable()).default({}),
      })
      .nullable(),
  ).exactOptional(),
  principalDetails: fact(
    z.strictObject({
      id: z.string().exactOptional(),
      tags: texts.default({}),
      sessionTags: fact(texts).default(known({})),
      path: z.string().default('/'),
      exists: z.boolean().default(true),
      mfa: z.boolean().exactOptional(),
    }),
  ).exactOptional(),
  identityPolicies: fact(policies('identity policy')).exactOptional(),
  permissionsBoundary: fact(policy('permissions boundary').or(z.null())).exactOptional(),
  sessionPolicies: fact(policies('session policy')).exactOptional(),
  serviceControlPolicies: fact(levels('SCP')).exactOptional(),
  vpcEndpoint: fact(
    z
      .strictObject({ id: z.string(), policy: fact(policy('VPC endpoint policy')).or(z.null()).default(null) })
      .transform((endpoint) => ({ ...endpoint, policy: asSource(endpoint.policy, 'VPC endpoint policy') }))
      .nullable(),
  ).exactOptional(),
  accessPoint: fact(
    z
      .strictObject({
        arn: z.string(),
        policy: fact(policy('access point policy').or(z.null())).default(known(null)),
        publicAccessBlock: fact(switches.nullable()).default(known(null)),
        vpcId: fact(z.string().nullable()).default(known(null)),
      })
      .transform((point) => ({ ...point, policy: asSource(point.policy, 'access point policy') }))
      .nullable(),
  ).exactOptional(),
  recentChanges: fact(
    z.array(
      z.strictObject({
        time: z.string(),
        eventName: z.string(),
        by: z.string().default(''),
        resource: z.string().default(''),
        before: z.unknown().default(null),
        after: z.unknown().default(null),
      }),
    ),
  ).exactOptional(),
}

/** An unread policy document stays a policy whose document is missing: the endpoint itself is known. */
function asSource(policyFact: Fact<PolicySource | null> | null, name: string): PolicySource | null {
  if (policyFact === null) return null
  return policyFact.kind === 'known' ? policyFact.value : { name, document: policyFact }
}

/** SCENARIOS.md's `evidence`; a field that no one knows is malformed, so that a misspelt one cannot pass for the default. */
export const evidenceSchema = z.strictObject({ ...callerFields, ...sideFields, source: sideSchema.exactOptional() })

export type GivenEvidence = z.output<typeof evidenceSchema>
