import { type Arn, parseArn } from '../arn.ts'
import type { Caller } from '../caller.ts'
import { InputError } from '../input-error.ts'
import { and, not, or, type Truth } from './truth.ts'

/** The Principal or NotPrincipal element, its entries as written. */
export interface PrincipalElement {
  readonly negated: boolean
  readonly entries: readonly PrincipalEntry[]
}

export interface PrincipalEntry {
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser'
  readonly value: string
  readonly arn: Arn | null
}

/**
 * How directly a resource-based policy names the caller, which decides what silence elsewhere can still stop it:
 * `self` (everyone, the user, the session), `role` (the role behind the session), `account` (delegates to its IAM).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Reach = 'self' | 'role' | 'account'

export type ReachMatch = Readonly<Record<Reach, Truth>>

export const noReach: ReachMatch = { self: 'no', role: 'no', account: 'no' }

export const anyReach = (match: ReachMatch): Truth => or(match.self, or(match.role, match.account))

const types = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const

/** Reads Principal or NotPrincipal; `undefined` where the statement has neither. */
export function compilePrincipal(
  statement: Readonly<Record<string, unknown>>,
  path: string,
): PrincipalElement | undefined {
  const { Principal: positive, NotPrincipal: negative } = statement
  if (positive === undefined && negative === undefined) return undefined
  if (positive !== undefined && negative !== undefined)
    throw new InputError(path, 'has both Principal and NotPrincipal')
  const name = positive === undefined ? 'NotPrincipal' : 'Principal'
  return { negated: positive === undefined, entries: readEntries(positive ?? negative, `${path}.${name}`) }
}

function readEntries(value: unknown, path: string): PrincipalEntry[] {
  if (value === '*') return [{ type: 'AWS', value: '*', arn: null }]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InputError(path, 'is neither "*" nor { "AWS": … }')
  }
  return Object.entries(value).flatMap(([key, list]) => {
    const type = types.find((one) => one === key)
    if (type === undefined) throw new InputError(`${path}.${key}`, `is no kind of principal (${types.join(', ')})`)
    return (Array.isArray(list) ? list : [list]).map((entry): PrincipalEntry => {
      if (typeof entry !== 'string') throw new InputError(`${path}.${key}`, 'is no text')
      if (!(type === 'AWS' && entry === '*') && /[*?]/.test(entry)) {
        throw new InputError(
          `${path}.${key}`,
          `holds a wildcard inside a principal, which AWS does not match: "${entry}"`,
        )
      }
      return { type, value: entry, arn: parseArn(entry) }
    })
  })
}

/** How the element names the caller. NotPrincipal has no reach of its own: it stands in a Deny. */
export function matchPrincipal(element: PrincipalElement, caller: Caller): ReachMatch {
  if (element.negated) return { ...noReach, self: not(isExempt(element.entries, caller)) }
  let match = noReach
  for (const entry of element.entries) {
    const found = matchEntry(entry, caller)
    if (found === null) continue
    match = { ...match, [found.reach]: or(match[found.reach], found.truth) }
  }
  return match
}

type EntryMatch = { readonly reach: Reach; readonly truth: Truth } | null

function matchEntry(entry: PrincipalEntry, caller: Caller): EntryMatch {
  const { type, value } = entry
  switch (type) {
    case 'Service':
      return caller.kind === 'service' && caller.principal === value ? { reach: 'self', truth: 'yes' } : null
    case 'Federated':
      return caller.kind === 'session' || caller.kind === 'role' ? { reach: 'self', truth: 'maybe' } : null
    case 'CanonicalUser':
      return caller.account === null ? null : { reach: 'account', truth: 'maybe' }
    case 'AWS':
      return matchAws(entry, caller)
  }
}

function matchAws({ value, arn }: PrincipalEntry, caller: Caller): EntryMatch {
  if (value === '*') return { reach: 'self', truth: 'yes' }
  if (caller.account === null) return null
  if (value === caller.account) return { reach: 'account', truth: 'yes' }
  if (arn === null) return matchUniqueId(value, caller)
  if (arn.account !== caller.account || arn.partition !== caller.partition) return null
  if (arn.resource === 'root') return { reach: 'account', truth: 'yes' }
  if (arn.service === 'sts') return matchSession(value, arn.resource, caller)
  if (caller.kind === 'user') return value === caller.arn ? { reach: 'self', truth: 'yes' } : null
  if (caller.kind === 'role' || caller.kind === 'session') {
    // Also where the path is not known: AWS takes no principal that does not exist, and a role's name is unique in its
    // account, so that this ARN is the caller's. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    if (value === caller.arn) return { reach: 'role', truth: 'yes' }
    if (caller.pathKnown || !arn.resource.startsWith('role/')) return null
    return arn.resource.endsWith(`/${caller.name}`) ? { reach: 'role', truth: 'maybe' } : null
  }
  // Which user made a federated session is not in its ARN; GetFederationToken is most often called by a namesake.
  return caller.kind === 'federated-user' && arn.resource.startsWith('user/') ? { reach: 'role', truth: 'maybe' } : null
}

function matchSession(value: string, resource: string, caller: Caller): EntryMatch {
  if (value === caller.principal) return { reach: 'self', truth: 'yes' }
  const [type, role] = resource.split('/')
  // A role asked for as such may be in that very session.
  return caller.kind === 'role' && type === 'assumed-role' && role === caller.name
    ? { reach: 'self', truth: 'maybe' }
    : null
}

/**
 * A principal that was deleted leaves its unique id in the policy. A new one of the same name has another id.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
 */
function matchUniqueId(value: string, caller: Caller): EntryMatch {
  if (!/^A[A-Z]{3}[A-Z0-9]+$/.test(value)) return null
  const reach = caller.kind === 'user' ? 'self' : 'role'
  if (caller.details.kind !== 'known' || caller.details.value.id === undefined) {
    return caller.kind === 'root' || caller.kind === 'federated-user' ? null : { reach, truth: 'maybe' }
  }
  return value === caller.details.value.id ? { reach, truth: 'yes' } : null
}

/**
 * NotPrincipal surely spares a caller only if all that it is stands there: its account, and the user, or the role and the
 * session. Where only a part stands there AWS "might" deny, which is what the page says and all that it says. It never
 * spares a user or role with a permissions boundary, whatever is listed.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExempt(entries: readonly PrincipalEntry[], caller: Caller): Truth {
  const listed = isListed(entries, caller)
  const canBeBounded = caller.kind === 'user' || caller.kind === 'role' || caller.kind === 'session'
  return canBeBounded ? and(not(caller.hasBoundary), listed) : listed
}

function isListed(entries: readonly PrincipalEntry[], caller: Caller): Truth {
  if (entries.some(({ type, value }) => type === 'AWS' && value === '*')) return 'yes'
  const named: ReachMatch = matchPrincipal({ negated: false, entries }, caller)
  const needed = exemptionOf[caller.kind].map((reach) => named[reach])
  if (needed.every((truth) => truth === 'yes')) return 'yes'
  return anyReach(named) === 'no' ? 'no' : 'maybe'
}

/** What must be listed to spare a caller of each kind. */
const exemptionOf: Readonly<Record<Caller['kind'], readonly Reach[]>> = {
  user: ['account', 'self'],
  role: ['account', 'role', 'self'],
  session: ['account', 'role', 'self'],
  'federated-user': ['account', 'self'],
  root: ['account'],
  anonymous: ['self'],
  service: ['self'],
}
