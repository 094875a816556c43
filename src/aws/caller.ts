import type { Evidence } from '../evidence.ts'
import { known, unknown } from '../fact.ts'
import type { Account } from './account.ts'
import { notRead } from './answer.ts'
import type { Principal } from './find-principal.ts'
import { isAbsent } from './iam-record.ts'
import { readIdentityPolicies } from './identity-policies.ts'
import { readManagedPolicy } from './managed-policy.ts'
import { sessionTagsOf } from './session-tags.ts'

/** What AWS holds of the caller. */
export type CallerFacts = Pick<
  Evidence,
  'principalAccount' | 'principalDetails' | 'identityPolicies' | 'permissionsBoundary' | 'sessionPolicies'
>

const noDetails = { tags: {}, sessionTags: known({}), path: '/', exists: true }

/** Callers without policies of their own: nobody's, and an account's root user. */
const withoutPolicies = {
  identityPolicies: known([]),
  permissionsBoundary: known(null),
  sessionPolicies: known([]),
}

const noApi = 'no API shows the session policies of a live session'

/** Reads the caller's policies, boundary and details, side by side. */
export async function readCallerFacts(
  principal: Principal,
  accountById: (id: string) => Account,
): Promise<CallerFacts> {
  switch (principal.kind) {
    case 'outside':
      return { ...withoutPolicies, principalAccount: null, principalDetails: known(noDetails) }
    case 'root':
      return { ...withoutPolicies, principalAccount: principal.account, principalDetails: known(noDetails) }
    case 'federated-user': {
      // GetFederationToken gives a user's rights cut down by the session's policies, and the ARN names neither.
      // https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
      const reason = 'a federated user’s ARN does not say whose rights it has'
      return {
        principalAccount: principal.account,
        principalDetails: unknown(reason),
        identityPolicies: unknown(reason),
        permissionsBoundary: unknown(reason),
        sessionPolicies: unknown(noApi),
      }
    }
    case 'role':
    case 'session':
    case 'user':
      return readIamCaller(principal, accountById(principal.account))
  }
}

async function readIamCaller(
  { kind, account: principalAccount, name, record }: Extract<Principal, { record: unknown }>,
  account: Account,
): Promise<CallerFacts> {
  const sessionPolicies = kind === 'session' ? unknown(noApi) : known([])
  if (record.kind === 'refused' && isAbsent(record)) {
    return {
      ...withoutPolicies,
      principalAccount,
      sessionPolicies,
      principalDetails: known({ ...noDetails, exists: false }),
    }
  }
  const boundaryArn = record.kind === 'answered' ? record.output.boundaryArn : null
  const [identityPolicies, boundary] = await Promise.all([
    readIdentityPolicies(account, { kind: kind === 'user' ? 'user' : 'role', name }),
    boundaryArn === null ? null : readManagedPolicy(account, boundaryArn),
  ])
  if (record.kind === 'refused') {
    const missing = notRead(record)
    return {
      principalAccount,
      principalDetails: missing,
      identityPolicies,
      permissionsBoundary: missing,
      sessionPolicies,
    }
  }
  const { id, tags, path, trustPolicy } = record.output
  const sessionTags = kind === 'user' ? known({}) : sessionTagsOf(trustPolicy)
  return {
    principalAccount,
    principalDetails: known({ id, tags, sessionTags, path, exists: true }),
    identityPolicies,
    permissionsBoundary: known(boundary),
    sessionPolicies,
  }
}
