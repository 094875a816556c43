import type { Organization } from '../evidence.ts'
import { type Fact, known, unreadable } from '../fact.ts'
import type { Account } from './account.ts'
import { type Answer, notRead } from './answer.ts'
import { type ControlPolicyType, type Levels, type PolicyCache, readControlPolicies } from './control-policies.ts'
import { type AccountPath, isOutside, type Membership, readAccountPath, readMembership } from './organization.ts'

export interface OrganizationAsked {
  /** The management or a delegated-administrator account, where a role in it is configured. */
  readonly organizationAccount: Account | null
  readonly callerAccount: string | null
  readonly bucketAccount: Fact<string>
  readonly sourceAccount: Fact<string>
  readonly accountById: (id: string) => Account
}

export interface OrganizationSide {
  readonly organization: Fact<Organization | null>
  readonly serviceControlPolicies: Fact<Levels | null>
  readonly resourceControlPolicies: Fact<Levels | null>
  readonly sourceResourceControlPolicies: Fact<Levels | null>
}

/** What the organization says about the accounts that take part: whose it is, SCPs of the caller's, RCPs of the bucket's. */
export async function readOrganizationSide(asked: OrganizationAsked): Promise<OrganizationSide> {
  const { organizationAccount, callerAccount, bucketAccount, sourceAccount, accountById } = asked
  const owners = [bucketAccount, sourceAccount].flatMap((fact) => (fact.kind === 'known' ? [fact.value] : []))
  const involved = [...new Set([...(callerAccount === null ? [] : [callerAccount]), ...owners])]
  const [ofOrganization, ...memberships] = await Promise.all([
    organizationAccount === null ? null : readMembership(organizationAccount),
    ...involved.map((id) => readMembership(accountById(id))),
  ])
  const paths = new Map<string, Answer<AccountPath>>()
  if (organizationAccount !== null) {
    const answers = await Promise.all(involved.map((id) => readAccountPath(organizationAccount, id)))
    for (const [index, id] of involved.entries()) {
      const answer = answers[index]
      if (answer !== undefined) paths.set(id, answer)
    }
  }
  const places: Place[] = involved.flatMap((id, index) => {
    const membership = memberships[index]
    return membership === undefined ? [] : [{ id, membership, path: paths.get(id) ?? null }]
  })
  const organization = organizationOf(ofOrganization, places)
  const cache: PolicyCache = new Map()
  const policiesOf = (type: ControlPolicyType) => async (id: string) => {
    const place = places.find((one) => one.id === id)
    if (place?.membership.kind === 'known' && place.membership.value === null) return known(null)
    if (organization.kind === 'known' && organization.value?.managementAccount === id) return known(null)
    if (organizationAccount === null || place?.path === undefined || place.path === null) {
      return unreadable('organizations:ListPoliciesForTarget', 'NotConfigured')
    }
    return readControlPolicies(organizationAccount, place.path, type, cache)
  }
  const resourceControl = policiesOf('RESOURCE_CONTROL_POLICY')
  const ofOwner = async (owner: Fact<string>) => (owner.kind === 'known' ? resourceControl(owner.value) : owner)
  const [serviceControlPolicies, resourceControlPolicies, sourceResourceControlPolicies] = await Promise.all([
    callerAccount === null ? known(null) : policiesOf('SERVICE_CONTROL_POLICY')(callerAccount),
    ofOwner(bucketAccount),
    sourceAccount === bucketAccount ? null : ofOwner(sourceAccount),
  ])
  return {
    organization,
    serviceControlPolicies,
    resourceControlPolicies,
    sourceResourceControlPolicies: sourceResourceControlPolicies ?? resourceControlPolicies,
  }
}

/** One account that takes part, and what is known of its place. */
export interface Place {
  readonly id: string
  readonly membership: Fact<Membership | null>
  /** `null` where no role may ask. */
  readonly path: Answer<AccountPath> | null
}

/**
 * The organization that is spoken of, and which of the accounts are in it. An account that nobody would speak of cannot be
 * left out, for that would say that it is outside: then the whole is unread.
 */
export function organizationOf(
  ofOrganization: Fact<Membership | null> | null,
  places: readonly Place[],
): Fact<Organization | null> {
  const all = [...(ofOrganization === null ? [] : [ofOrganization]), ...places.map(({ membership }) => membership)]
  const [base] = all.flatMap((fact) => (fact.kind === 'known' && fact.value !== null ? [fact.value] : []))
  if (base === undefined) {
    const [missing] = all.flatMap((fact) => (fact.kind === 'known' ? [] : [fact]))
    return missing ?? known(null)
  }
  const { id: organizationId, managementAccount } = base
  const accounts: Record<string, string | null> = {}
  for (const { id, membership, path } of places) {
    if (path?.kind === 'answered') accounts[id] = path.output.orgPath(organizationId)
    else if (membership.kind === 'known') {
      if (membership.value?.id === organizationId) accounts[id] = null
    } else if (path === null) return membership
    else if (!isOutside(path)) return notRead(path)
  }
  return known({ id: organizationId, managementAccount, accounts })
}
