import type { PolicySource } from '../evidence.ts'
import { unknown } from '../fact.ts'
import type { Account } from './account.ts'
import { factOf, notRead } from './answer.ts'
import { reads } from './commands.ts'
import { readDocument } from './policy-document.ts'

/** The last part of a policy's ARN is its name. */
const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

/** A managed policy in its default version, which is the one that counts. */
export async function readManagedPolicy(account: Account, arn: string, name = nameIn(arn)): Promise<PolicySource> {
  const policy = await account.ask(reads.getPolicy, { PolicyArn: arn })
  if (policy.kind === 'refused') return { name, arn, document: notRead(policy) }
  const VersionId = policy.output.Policy?.DefaultVersionId
  if (VersionId === undefined) return { name, arn, document: unknown('AWS names no default version of the policy') }
  const version = await account.ask(reads.getPolicyVersion, { PolicyArn: arn, VersionId })
  return { name, arn, document: factOf(version, ({ PolicyVersion }) => readDocument(PolicyVersion?.Document)) }
}
