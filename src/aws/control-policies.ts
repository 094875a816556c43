import type { PolicySource } from '../evidence.ts'
import { type Fact, known, unknown } from '../fact.ts'
import { type Account, askAll } from './account.ts'
import { type Answer, factOf, notRead } from './answer.ts'
import { reads } from './commands.ts'
import { type AccountPath, isOutside, nextToken } from './organization.ts'
import { readDocument } from './policy-document.ts'

export type ControlPolicyType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY'

/** One list of policies a level, the root's first. */
export type Levels = readonly (readonly PolicySource[])[]

/** Policies by id: the same one is often attached at several levels, and Organizations answers twice a second. */
export type PolicyCache = Map<string, Promise<PolicySource>>

/**
 * SCPs or RCPs that bind an account, level by level, since the listing gives direct attachments alone. `null` where the
 * organization does not use them: its levels are then empty, which would read as levels that allow nothing. The
 * management account's exemption is the caller's to know. The calls run one after the other: Organizations allows only a
 * few a second.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
export async function readControlPolicies(
  organization: Account,
  path: Answer<AccountPath>,
  type: ControlPolicyType,
  cache: PolicyCache,
): Promise<Fact<Levels | null>> {
  if (path.kind === 'refused') {
    return isOutside(path) ? unknown('the account is outside the organization that s3denied reads') : notRead(path)
  }
  const inUse = await isInUse(organization, type)
  if (inUse.kind !== 'known') return inUse
  if (!inUse.value) return known(null)
  const levels: (readonly PolicySource[])[] = []
  for (const TargetId of path.output.targets) {
    const attached = await askAll(organization, {
      read: reads.listPoliciesForTarget,
      input: { TargetId, Filter: type },
      items: ({ Policies }) => Policies,
      next: nextToken,
    })
    if (attached.kind === 'refused') return notRead(attached)
    const level: PolicySource[] = []
    for (const { Id, Name, Arn } of attached.output) {
      if (Id !== undefined) level.push(await cached(cache, organization, { id: Id, name: Name ?? Id, arn: Arn }))
    }
    levels.push(level)
  }
  return known(levels)
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/enable-policy-type.html */
async function isInUse(organization: Account, type: ControlPolicyType): Promise<Fact<boolean>> {
  const roots = await askAll(organization, {
    read: reads.listRoots,
    input: {},
    items: ({ Roots }) => Roots,
    next: nextToken,
  })
  return factOf(roots, (list): Fact<boolean> => {
    const status = list.flatMap(({ PolicyTypes = [] }) => PolicyTypes).find(({ Type }) => Type === type)?.Status
    if (status === 'PENDING_ENABLE' || status === 'PENDING_DISABLE')
      return unknown(`${type} is being switched on or off`)
    return known(status === 'ENABLED')
  })
}

interface Summary {
  readonly id: string
  readonly name: string
  readonly arn: string | undefined
}

function cached(cache: PolicyCache, organization: Account, summary: Summary): Promise<PolicySource> {
  const found = cache.get(summary.id) ?? readPolicy(organization, summary)
  cache.set(summary.id, found)
  return found
}

async function readPolicy(organization: Account, { id, name, arn }: Summary): Promise<PolicySource> {
  const answer = await organization.ask(reads.describePolicy, { PolicyId: id })
  return {
    name,
    ...(arn === undefined ? {} : { arn }),
    document: factOf(answer, ({ Policy }) => readDocument(Policy?.Content)),
  }
}
