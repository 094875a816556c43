import { parseArn } from '../arn.ts'
import type { ReadProblem } from '../diagnose.ts'
import { type Account, askAll } from './account.ts'
import { type Answer, answered, type Refusal } from './answer.ts'
import { reads } from './commands.ts'
import { type IamRecord, isAbsent, lookUpRole, lookUpUser } from './iam-record.ts'
import { nextMarker } from './identity-policies.ts'

/** Who calls, and what IAM says of it. */
export type Principal =
  /** `anonymous` or a service principal: of no account. */
  | { readonly kind: 'outside'; readonly principal: string }
  | { readonly kind: 'root' | 'federated-user'; readonly principal: string; readonly account: string }
  | {
      readonly kind: 'role' | 'session' | 'user'
      readonly principal: string
      readonly account: string
      readonly name: string
      readonly record: Answer<IamRecord>
    }

export type FoundPrincipal =
  | { readonly kind: 'found'; readonly principal: Principal; readonly assumptions: readonly string[] }
  | { readonly kind: 'problem'; readonly problem: ReadProblem }

const found = (principal: Principal, ...assumptions: string[]): FoundPrincipal => ({
  kind: 'found',
  principal,
  assumptions,
})

/** Where AWS keeps the roles of IAM Identity Center: `AWSReservedSSO_<permission set>_<16 hex digits>`. */
const ssoPath = '/aws-reserved/sso.amazonaws.com/'

const servicePrincipal = /^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|aws\.internal)$/

/**
 * Finds who is meant: an ARN as it is, a bare name as a role, then as a user, in every account that may be asked about,
 * then as a permission set of IAM Identity Center.
 */
export async function findPrincipal(
  said: string,
  accounts: readonly Account[],
  accountById: (id: string) => Account,
): Promise<FoundPrincipal> {
  const text = said.trim()
  if (text === 'anonymous' || servicePrincipal.test(text)) return found({ kind: 'outside', principal: text })
  return text.startsWith('arn:') ? findByArn(text, accounts, accountById) : findByName(text, accounts)
}

async function findByArn(
  text: string,
  accounts: readonly Account[],
  accountById: (id: string) => Account,
): Promise<FoundPrincipal> {
  const arn = parseArn(text)
  const [type, ...rest] = arn?.resource.split('/') ?? []
  const noneSuch: FoundPrincipal = {
    kind: 'problem',
    problem: { kind: 'no-such-principal', name: text, accounts: accounts.map(({ id }) => id), call: 'iam:GetRole' },
  }
  if (arn === null || !/^\d{12}$/.test(arn.account)) return noneSuch
  const own = { principal: text, account: arn.account }
  if (arn.resource === 'root') return found({ ...own, kind: 'root' })
  const last = rest.at(-1)
  if (last === undefined || last === '') return noneSuch
  if (type === 'federated-user') return found({ ...own, kind: 'federated-user' })
  const account = accountById(arn.account)
  if (type === 'assumed-role' && rest[0] !== undefined && rest.length > 1) {
    const record = await lookUpRole(account, rest[0])
    return found({ ...own, kind: 'session', name: rest[0], record })
  }
  if (type !== 'role' && type !== 'user') return noneSuch
  const record = type === 'role' ? await lookUpRole(account, last) : await lookUpUser(account, last)
  if (record.kind === 'answered' && record.output.arn !== text) {
    const note = `\`${text}\` is \`${record.output.arn}\` in full`
    return found({ kind: type, principal: record.output.arn, account: arn.account, name: last, record }, note)
  }
  return found({ ...own, kind: type, name: last, record })
}

interface Candidate {
  readonly kind: 'role' | 'user'
  readonly account: string
  readonly name: string
  readonly record: IamRecord
}

async function findByName(said: string, accounts: readonly Account[]): Promise<FoundPrincipal> {
  const [type, name] = splitName(said)
  const looks = await Promise.all(accounts.map((account) => lookIn(account, type, name)))
  const direct = looks.flatMap(({ candidates }) => candidates)
  const refusals = looks.flatMap(({ refused }) => refused)
  if (direct.length > 0) return choose(said, direct)
  const sets = type === 'user' ? [] : await Promise.all(accounts.map((account) => permissionSetRoles(account, name)))
  const sso = sets.flatMap(({ candidates }) => candidates)
  if (sso.length > 0) return choose(said, sso)
  const ids = accounts.map(({ id }) => id)
  const [refused] = refusals
  // A name that some account would not tell about may well be there: only a full round of answers says that it is not.
  if (refused !== undefined) {
    const { action: call, errorCode } = refused
    return { kind: 'problem', problem: { kind: 'principal-unreadable', name: said, accounts: ids, call, errorCode } }
  }
  const call = type === 'user' ? 'iam:GetUser' : 'iam:GetRole'
  return { kind: 'problem', problem: { kind: 'no-such-principal', name: said, accounts: ids, call } }
}

/** `role/etl-runner` and `user/anna` say what they are; of a name with a path the last part is the name. */
function splitName(said: string): [type: 'role' | 'user' | 'any', name: string] {
  const parts = said.split('/')
  const name = parts.at(-1) ?? said
  if (parts.length === 1) return ['any', name]
  if (parts[0] === 'user' || parts[0] === 'role') return [parts[0], name]
  return ['any', name]
}

interface Look {
  readonly candidates: readonly Candidate[]
  readonly refused: readonly Refusal[]
}

/** A role goes before a user of the same name in the same account. */
async function lookIn(account: Account, type: 'role' | 'user' | 'any', name: string): Promise<Look> {
  const looks = await Promise.all([
    ...(type === 'user' ? [] : [lookUpRole(account, name).then((record) => ({ kind: 'role' as const, record }))]),
    ...(type === 'role' ? [] : [lookUpUser(account, name).then((record) => ({ kind: 'user' as const, record }))]),
  ])
  const candidates = looks.flatMap(({ kind, record }) =>
    record.kind === 'answered' ? [{ kind, account: account.id, name, record: record.output }] : [],
  )
  const refused = looks.flatMap(({ record }) => (record.kind === 'refused' && !isAbsent(record) ? [record] : []))
  return { candidates: candidates.slice(0, 1), refused }
}

/** People know the permission set's name and not the role that Identity Center made of it. */
async function permissionSetRoles(account: Account, name: string): Promise<Look> {
  const roles = await askAll(account, {
    read: reads.listRoles,
    input: { PathPrefix: ssoPath },
    items: ({ Roles }) => Roles,
    next: nextMarker,
  })
  if (roles.kind === 'refused') return { candidates: [], refused: [roles] }
  const prefix = name.startsWith('AWSReservedSSO_') ? `${name}_` : `AWSReservedSSO_${name}_`
  const names = roles.output.flatMap(({ RoleName = '' }) =>
    RoleName.startsWith(prefix) && /^[0-9a-f]{16}$/.test(RoleName.slice(prefix.length)) ? [RoleName] : [],
  )
  const records = await Promise.all(
    // A listing leaves tags and boundaries out, so that each role is looked up by itself.
    names.map(async (roleName) => ({ roleName, record: await lookUpRole(account, roleName) })),
  )
  return {
    candidates: records.flatMap(({ roleName, record }) =>
      record.kind === 'answered'
        ? [{ kind: 'role' as const, account: account.id, name: roleName, record: record.output }]
        : [],
    ),
    refused: records.flatMap(({ record }) => (record.kind === 'refused' ? [record] : [])),
  }
}

function choose(said: string, candidates: readonly Candidate[]): FoundPrincipal {
  const [first, ...others] = candidates
  if (first === undefined || others.length > 0) {
    const arns = candidates.map(({ record }) => record.arn)
    return { kind: 'problem', problem: { kind: 'principal-ambiguous', name: said, candidates: arns } }
  }
  const { kind, account, name, record } = first
  const note = `\`${said}\` was taken for the ${kind} \`${record.arn}\``
  return found({ kind, principal: record.arn, account, name, record: answered(record) }, note)
}
