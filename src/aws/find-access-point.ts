import type { Ask } from '../ask.ts'
import type { ReadProblem } from '../diagnose.ts'
import type { AccessPoint } from '../evidence.ts'
import { type Fact, known } from '../fact.ts'
import {
  type AccessPointName,
  findByAlias,
  isAccessPointAlias,
  notAnAccessPoint,
  parseAccessPoint,
  readAccessPoint,
} from './access-point.ts'
import type { Answer, Refusal } from './answer.ts'
import type { Accounts } from './open-accounts.ts'

export type FoundAccessPoint =
  | {
      readonly kind: 'found'
      readonly bucket: string
      /** Left out for requests that name the bucket itself. */
      readonly accessPoint?: { readonly arn: string }
      readonly facts: Fact<AccessPoint | null>
    }
  | { readonly kind: 'problem'; readonly problem: ReadProblem }

/** The bucket that is meant, and the access point before it where the request went through one. */
export async function findAccessPoint(ask: Ask, accounts: Accounts, region: string): Promise<FoundAccessPoint> {
  const { bucket } = ask
  const said = ask.accessPoint ?? (bucket !== undefined && isAccessPointAlias(bucket) ? bucket : undefined)
  if (said === undefined && bucket !== undefined) return { kind: 'found', bucket, facts: known(null) }
  if (said === undefined) return { kind: 'problem', problem: { kind: 'bucket-not-said' } }
  const saidBucket = bucket === said ? undefined : bucket
  const name = await nameOf(said, accounts, region)
  if (name.kind === 'refused') return unresolved(said, saidBucket, name)
  const point = name.output
  if (saidBucket === undefined && !accounts.ours.some(({ id }) => id === point.account)) {
    return { kind: 'problem', problem: { kind: 'account-not-allowed', account: point.account } }
  }
  const { facts, bucket: behind } = await readAccessPoint(accounts.byId(point.account), point)
  if (behind.kind === 'answered') return { kind: 'found', bucket: behind.output, accessPoint: point, facts }
  if (saidBucket === undefined) return unresolved(said, saidBucket, behind)
  return { kind: 'found', bucket: saidBucket, accessPoint: point, facts }
}

async function nameOf(said: string, accounts: Accounts, region: string): Promise<Answer<AccessPointName>> {
  const parsed = parseAccessPoint(said)
  if (parsed !== null) return { kind: 'answered', output: parsed }
  return findByAlias(said, accounts.ours, region)
}

/** With the bucket said, the diagnosis goes on, and the access point is what was not read. */
function unresolved(said: string, bucket: string | undefined, { action: call, errorCode }: Refusal): FoundAccessPoint {
  if (bucket !== undefined) return { kind: 'found', bucket, accessPoint: { arn: said }, facts: notAnAccessPoint(said) }
  return { kind: 'problem', problem: { kind: 'access-point-unreadable', accessPoint: said, call, errorCode } }
}
