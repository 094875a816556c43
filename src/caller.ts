import { parseArn } from './arn.ts'
import type { Evidence, PrincipalDetails } from './evidence.ts'
import type { Fact } from './fact.ts'
import { InputError } from './input-error.ts'
import type { Truth } from './policy/truth.ts'

/**
 * Who calls, as far as policies are concerned. A role asked for by its own ARN stands for any session of it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export interface Caller {
  readonly kind: 'user' | 'role' | 'session' | 'federated-user' | 'root' | 'anonymous' | 'service'
  /** As asked: an ARN, `anonymous`, or a service principal. */
  readonly principal: string
  readonly account: string | null
  readonly partition: string
  /** `role` or `user` with path and name, as aws:PrincipalArn holds it; without path where that is not known. */
  readonly arn: string
  /** Whether `arn` holds the path, which a session's own ARN leaves out. */
  readonly pathKnown: boolean
  readonly name: string
  readonly sessionName: string | null
  readonly details: Fact<PrincipalDetails>
  readonly hasBoundary: Truth
}

/** Reads the principal of a request; throws InputError for what is none. */
export function readCaller(
  principal: string,
  {
    principalDetails: details,
    permissionsBoundary: boundary,
  }: Pick<Evidence, 'principalDetails' | 'permissionsBoundary'>,
): Caller {
  const named = readName(principal, details)
  return {
    kind: named.kind,
    principal,
    account: named.account,
    partition: named.partition,
    arn: named.arn,
    pathKnown: named.kind !== 'session' || details.kind === 'known',
    name: named.name,
    sessionName: named.sessionName,
    details,
    hasBoundary: boundary.kind !== 'known' ? 'maybe' : boundary.value === null ? 'no' : 'yes',
  }
}

type Name = Pick<Caller, 'kind' | 'account' | 'partition' | 'arn' | 'name' | 'sessionName'>

function readName(principal: string, details: Caller['details']): Name {
  const nobody = { account: null, partition: 'aws', arn: principal, name: principal, sessionName: null }
  if (principal === 'anonymous') return { ...nobody, kind: 'anonymous' }
  if (isService(principal)) return { ...nobody, kind: 'service' }
  const arn = parseArn(principal)
  const fault = 'is no ARN of a user, role or session, no service principal, and not "anonymous"'
  if (arn === null || arn.account === '' || (arn.service !== 'iam' && arn.service !== 'sts')) {
    throw new InputError('request.principal', fault)
  }
  const { account, partition, resource } = arn
  const [type, ...rest] = resource.split('/')
  const name = rest.at(-1) ?? ''
  if (resource === 'root') return { kind: 'root', account, partition, arn: principal, name: 'root', sessionName: null }
  if (name === '') throw new InputError('request.principal', fault)
  if (type === 'user' || type === 'role')
    return { kind: type, account, partition, arn: principal, name, sessionName: null }
  if (type === 'federated-user') return { kind: type, account, partition, arn: principal, name, sessionName: name }
  const [role, ...session] = rest
  if (type !== 'assumed-role' || role === undefined || session.length === 0)
    throw new InputError('request.principal', fault)
  const path = details.kind === 'known' ? details.value.path : '/'
  return {
    kind: 'session',
    account,
    partition,
    arn: `arn:${partition}:iam::${account}:role${path}${role}`,
    name: role,
    sessionName: session.join('/'),
  }
}

const isService = (principal: string): boolean =>
  /^[a-z0-9.-]+\.(amazonaws\.com|amazonaws\.com\.cn|aws\.internal)$/.test(principal)

/** Callers that no account's IAM speaks for: only the resource's side decides. */
export const hasNoIdentityPolicies = (caller: Caller): boolean =>
  caller.kind === 'anonymous' || caller.kind === 'service' || caller.kind === 'root'

/** Service-linked roles, which neither SCPs nor RCPs bind; their path is reserved. */
export const isServiceLinkedRole = (caller: Caller): boolean => caller.arn.includes(':role/aws-service-role/')

/** How a caller is called towards people: `role etl-runner`, `user mira`. */
export function describeCaller(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
      return `user \`${caller.name}\``
    case 'role':
    case 'session':
      return `role \`${caller.name}\``
    case 'federated-user':
      return `federated user \`${caller.name}\``
    case 'root':
      return `the root user of ${caller.account}`
    case 'anonymous':
      return 'an unsigned (anonymous) caller'
    case 'service':
      return `service \`${caller.name}\``
  }
}
