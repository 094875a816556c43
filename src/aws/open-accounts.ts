import { accountOf, parseArn } from '../arn.ts'
import type { AwsSettings } from '../config.ts'
import type { ReadProblem } from '../diagnose.ts'
import { type Account, closedAccount, foreignAccount } from './account.ts'
import { cameFromAws, type Refusal, refusal } from './answer.ts'
import type { RoleSessions } from './role-sessions.ts'
import type { Runs } from './runs.ts'
import { sessionPolicy } from './session-policy.ts'

/** The accounts of one reading, each behind its role. */
export interface Accounts {
  readonly ours: readonly Account[]
  readonly organization: Account | null
  readonly byId: (id: string) => Account
  /** The role that looks into an account, where it could be assumed. */
  readonly roleIn: (id: string) => string | null
}

export type OpenedAccounts =
  | { readonly kind: 'opened'; readonly accounts: Accounts }
  | { readonly kind: 'problem'; readonly problem: ReadProblem }

export interface OpenAsked {
  readonly settings: AwsSettings
  readonly sessions: RoleSessions
  /** Counts the calls of AssumeRole alone. */
  readonly opening: Runs
  readonly runs: Runs
  readonly asker: string
  readonly buckets: readonly string[]
  readonly homeRegion: string
}

/** `{account}` in the role's ARN stands for each account; a role of one account looks into that one only. */
const roleIn = (roleArn: string, id: string): string => roleArn.replaceAll('{account}', id)

/**
 * Assumes the role in every account side by side. One account that refuses is closed and its facts unreadable; only
 * where no account opens is there nothing to diagnose with.
 */
export async function openAccounts(asked: OpenAsked): Promise<OpenedAccounts> {
  const { roleArn, accounts: ids, organizationRoleArn } = asked.settings
  const [entries, organization] = await Promise.all([
    Promise.all([...new Set(ids)].map((id) => open(asked, roleIn(roleArn, id), id))),
    organizationRoleArn === undefined ? null : open(asked, organizationRoleArn, accountOf(organizationRoleArn) ?? ''),
  ])
  const refusals = entries.flatMap(({ refused }) => (refused === null ? [] : [refused]))
  if (refusals.length === entries.length) return { kind: 'problem', problem: problemOf(roleArn, refusals) }
  return {
    kind: 'opened',
    accounts: {
      ours: entries.map(({ account }) => account),
      organization: organization?.account ?? null,
      byId: (id) => entries.find(({ account }) => account.id === id)?.account ?? foreignAccount(id),
      roleIn: (id) => entries.find(({ account, refused }) => account.id === id && refused === null)?.role ?? null,
    },
  }
}

interface Entry {
  readonly account: Account
  readonly role: string
  readonly refused: Refusal | null
}

async function open(asked: OpenAsked, role: string, id: string): Promise<Entry> {
  const { sessions, opening, runs, asker, buckets, homeRegion } = asked
  if (accountOf(role) !== id) {
    const why = refusal('sts:AssumeRole', 'NotConfigured', { message: `${role} is no role of account ${id}` })
    return { account: closedAccount(id, why), role, refused: why }
  }
  const policy = sessionPolicy(parseArn(role)?.partition ?? 'aws', buckets)
  const session = await opening.run('sts:AssumeRole', (options) => sessions.open(role, asker, policy, options))
  if (session.kind === 'refused') return { account: closedAccount(id, session), role, refused: session }
  const { clients } = session.output
  const account: Account = {
    id,
    ask: (read, input, region = homeRegion) =>
      runs.run(read.action, (options) => read.send(clients(region), input, options)),
  }
  return { account, role, refused: null }
}

/** A refusal tells more than a silence, so that it goes first. */
function problemOf(roleArn: string, refusals: readonly Refusal[]): ReadProblem {
  const spoken = refusals.find((one) => cameFromAws(one) || one.errorCode === 'CredentialsProviderError')
  const { action: call, errorCode } = spoken ?? refusals[0] ?? refusal('sts:AssumeRole', 'NoAccounts')
  return spoken === undefined
    ? { kind: 'aws-unreachable', call, errorCode }
    : { kind: 'role-refused', role: roleArn, call, errorCode }
}
