import { type Fact, known, unknown } from '../fact.ts'
import { type Account, askAll } from './account.ts'
import { type Answer, answered, factOf, type Refusal } from './answer.ts'
import { reads } from './commands.ts'

/** The way from an account up to the organization's root. */
export interface AccountPath {
  /** Ids of what policies are attached to, root first, the account last. */
  readonly targets: readonly string[]
  /** `o-…/r-…/ou-…/`, as aws:PrincipalOrgPaths holds it. */
  readonly orgPath: (organizationId: string) => string
}

/** Organizations' paging; a page may be empty and still have a token. */
export const nextToken = ({ NextToken }: { readonly NextToken?: string | undefined }) =>
  NextToken === undefined ? null : { NextToken }

/** OUs nest five deep; more steps would be a loop. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html */
const maxSteps = 8

/** Walks from an account to the root; an account of another organization is refused by AWS and stays so. */
export async function readAccountPath(organization: Account, accountId: string): Promise<Answer<AccountPath>> {
  const targets = [accountId]
  for (let step = 0; step < maxSteps; step++) {
    const parents = await askAll(organization, {
      read: reads.listParents,
      input: { ChildId: targets[0] ?? accountId },
      items: ({ Parents }) => Parents,
      next: nextToken,
    })
    if (parents.kind === 'refused') return parents
    const parent = parents.output[0]
    if (parent?.Id === undefined) break
    targets.unshift(parent.Id)
    if (parent.Type === 'ROOT') break
  }
  const above = targets.slice(0, -1)
  return answered({ targets, orgPath: (id) => `${[id, ...above].join('/')}/` })
}

/** An account that the organization does not hold: AWS's word for it is ChildNotFoundException. */
export const isOutside = ({ errorCode }: Refusal): boolean =>
  errorCode === 'ChildNotFoundException' || errorCode === 'AccountNotFoundException'

/** The organization that an account is in, by DescribeOrganization, which every member may ask. */
export interface Membership {
  readonly id: string
  readonly managementAccount: string
}

/** `null` for an account that is in no organization. */
export async function readMembership(account: Account): Promise<Fact<Membership | null>> {
  return factOf(
    await account.ask(reads.describeOrganization, {}),
    ({ Organization: given }): Fact<Membership | null> =>
      given?.Id === undefined || given.MasterAccountId === undefined
        ? unknown('Organizations did not name the organization')
        : known({ id: given.Id, managementAccount: given.MasterAccountId }),
    { AWSOrganizationsNotInUseException: known(null) },
  )
}
