import type { PolicySource } from '../evidence.ts'
import { type Fact, known } from '../fact.ts'
import { type Account, askAll } from './account.ts'
import { type Answer, factOf, notRead, type Refusal } from './answer.ts'
import { reads } from './commands.ts'
import { readManagedPolicy } from './managed-policy.ts'
import { readDocument } from './policy-document.ts'

/** Whose policies these are, in IAM's words. */
export interface Holder {
  readonly kind: 'role' | 'user' | 'group'
  readonly name: string
}

interface Attached {
  readonly PolicyName?: string | undefined
  readonly PolicyArn?: string | undefined
}

/** How one kind of holder is asked; IAM has the same calls three times. */
interface Calls {
  readonly inlineNames: () => Promise<Answer<readonly string[]>>
  readonly inline: (name: string) => Promise<Answer<{ readonly PolicyDocument?: string | undefined }>>
  readonly attached: () => Promise<Answer<readonly Attached[]>>
}

interface Marked {
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}

/** IAM's paging, followed to the end. */
export const nextMarker = ({ IsTruncated, Marker }: Marked) =>
  IsTruncated === true && Marker !== undefined ? { Marker } : null

const callsOf = {
  role: (account, RoleName) => ({
    inlineNames: () =>
      askAll(account, { read: reads.listRolePolicies, input: { RoleName }, items: namesOf, next: nextMarker }),
    inline: (PolicyName) => account.ask(reads.getRolePolicy, { RoleName, PolicyName }),
    attached: () =>
      askAll(account, {
        read: reads.listAttachedRolePolicies,
        input: { RoleName },
        items: attachedOf,
        next: nextMarker,
      }),
  }),
  user: (account, UserName) => ({
    inlineNames: () =>
      askAll(account, { read: reads.listUserPolicies, input: { UserName }, items: namesOf, next: nextMarker }),
    inline: (PolicyName) => account.ask(reads.getUserPolicy, { UserName, PolicyName }),
    attached: () =>
      askAll(account, {
        read: reads.listAttachedUserPolicies,
        input: { UserName },
        items: attachedOf,
        next: nextMarker,
      }),
  }),
  group: (account, GroupName) => ({
    inlineNames: () =>
      askAll(account, { read: reads.listGroupPolicies, input: { GroupName }, items: namesOf, next: nextMarker }),
    inline: (PolicyName) => account.ask(reads.getGroupPolicy, { GroupName, PolicyName }),
    attached: () =>
      askAll(account, {
        read: reads.listAttachedGroupPolicies,
        input: { GroupName },
        items: attachedOf,
        next: nextMarker,
      }),
  }),
} satisfies Record<Holder['kind'], (account: Account, name: string) => Calls>

const namesOf = ({ PolicyNames }: { readonly PolicyNames?: readonly string[] | undefined }) => PolicyNames
const attachedOf = ({ AttachedPolicies }: { readonly AttachedPolicies?: readonly Attached[] | undefined }) =>
  AttachedPolicies

/**
 * Inline and attached policies of a role or user, and those of the user's groups. A part that was refused stands in the
 * list as a policy whose document was not read, so that what was read still counts; only where nothing at all could be
 * listed is the whole unreadable.
 */
export async function readIdentityPolicies(account: Account, holder: Holder): Promise<Fact<readonly PolicySource[]>> {
  const [own, groups] = await Promise.all([
    policiesOf(account, holder),
    holder.kind === 'user' ? groupPolicies(account, holder.name) : { sources: [], refused: [], asked: 0 },
  ])
  const [first] = own.refused
  if (first !== undefined && own.refused.length + groups.refused.length === own.asked + groups.asked) {
    return notRead(first)
  }
  return known([...own.sources, ...groups.sources])
}

interface Part {
  readonly sources: readonly PolicySource[]
  readonly refused: readonly Refusal[]
  /** How many listings were asked for. */
  readonly asked: number
}

async function groupPolicies(account: Account, UserName: string): Promise<Part> {
  const groups = await askAll(account, {
    read: reads.listGroupsForUser,
    input: { UserName },
    items: ({ Groups }) => Groups,
    next: nextMarker,
  })
  if (groups.kind === 'refused') {
    const name = `policies of the groups of user ${UserName}`
    return { sources: [{ name, document: notRead(groups) }], refused: [groups], asked: 1 }
  }
  const names = groups.output.flatMap(({ GroupName }) => (GroupName === undefined ? [] : [GroupName]))
  const parts = await Promise.all(names.map((name) => policiesOf(account, { kind: 'group', name })))
  return { sources: parts.flatMap(({ sources }) => sources), refused: [], asked: 1 }
}

async function policiesOf(account: Account, { kind, name }: Holder): Promise<Part> {
  const calls: Calls = callsOf[kind](account, name)
  const [inlineNames, attached] = await Promise.all([calls.inlineNames(), calls.attached()])
  const suffix = kind === 'group' ? ` (group ${name})` : ''
  const [inline, managed] = await Promise.all([
    inlineNames.kind === 'refused'
      ? [{ name: `inline policies of ${kind} ${name}`, document: notRead(inlineNames) }]
      : Promise.all(
          inlineNames.output.map(
            async (policy): Promise<PolicySource> => ({
              name: `${policy}${suffix}`,
              document: factOf(await calls.inline(policy), ({ PolicyDocument }) => readDocument(PolicyDocument)),
            }),
          ),
        ),
    attached.kind === 'refused'
      ? [{ name: `attached policies of ${kind} ${name}`, document: notRead(attached) }]
      : Promise.all(
          attached.output.flatMap(({ PolicyArn, PolicyName }) =>
            PolicyArn === undefined
              ? []
              : [readManagedPolicy(account, PolicyArn, `${PolicyName ?? PolicyArn}${suffix}`)],
          ),
        ),
  ])
  return {
    sources: [...inline, ...managed],
    refused: [inlineNames, attached].flatMap((answer) => (answer.kind === 'refused' ? [answer] : [])),
    asked: 2,
  }
}
