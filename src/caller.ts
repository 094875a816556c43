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
  evidence: Pick<Evidence, 'principalDetails' | 'permissionsBoundary'>,
): Caller {
  const { principalDetails: details, permissionsBoundary } = evidence
  const hasBoundary: Truth =
    permissionsBoundary.kind !== 'known' ? 'maybe' : permissionsBoundary.value === null ? 'no' : 'yes'
  const base = { principal, partition: 'aws', sessionName: null, details, hasBoundary, pathKnown: true }
  if (principal === 'anonymous') return { ...base, kind: 'anonymous', account: null, arn: principal, name: principal }
  if (isService(principal)) return { ...base, kind: 'service', account: null, arn: principal, name: principal }
  const arn = parseArn(principal)
  const fault = 'is no ARN of a user, role or session, no service principal, and not "anonymous"'
  if (arn === null || arn.account === '' || (arn.service !== 'iam' && arn.service !== 'sts')) {
    throw new InputError('request.principal', fault)
  }
  const own = { ...base, account: arn.account, partition: arn.partition, arn: principal }
  if (arn.resource === 'root') return { ...own, kind: 'root', name: 'root' }
  const [type, ...rest] = arn.resource.split('/')
  const last = rest.at(-1) ?? ''
  if (last === '') throw new InputError('request.principal', fault)
  if (type === 'user') return { ...own, kind: 'user', name: last }
  if (type === 'role') return { ...own, kind: 'role', name: last }
  if (type === 'federated-user') return { ...own, kind: 'federated-user', name: last, sessionName: last }
  if (type !== 'assumed-role' || rest.length < 2) throw new InputError('request.principal', fault)
  const name = rest[0] ?? ''
  const path = details.kind === 'known' ? details.value.path : '/'
  return {
    ...own,
    kind: 'session',
    name,
    sessionName: rest.slice(1).join('/'),
    arn: `arn:${arn.partition}:iam::${arn.account}:role${path}${name}`,
    pathKnown: details.kind === 'known',
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
