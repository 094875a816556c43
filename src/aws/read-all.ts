import type { Reading, ReadProblem } from '../diagnose.ts'
import type { Evidence } from '../evidence.ts'
import { completeAsk, lacksKey } from './complete-ask.ts'
import { findAccessPoint } from './find-access-point.ts'
import { type FoundBucket, findBucket } from './find-bucket.ts'
import { findPrincipal, type Principal } from './find-principal.ts'
import type { Accounts } from './open-accounts.ts'
import { type AllAsked, readEvidence } from './read-evidence.ts'

const problem = (what: ReadProblem): Reading => ({ kind: 'problem', problem: what })

/** The whole reading in two steps: who and where, side by side, and then all that AWS holds of both, side by side. */
export async function readAll(asked: AllAsked): Promise<Reading> {
  const { ask, accounts } = asked
  const point = await findAccessPoint(ask, accounts, asked.region)
  if (point.kind === 'problem') return point
  const { bucket, accessPoint } = point
  const [found, source, caller] = await Promise.all([
    findBucket(bucket, accounts.ours),
    ask.source === undefined || ask.source.bucket === bucket ? null : findBucket(ask.source.bucket, accounts.ours),
    findPrincipal(asked.said, accounts.ours, accounts.byId),
  ])
  for (const one of [found, source]) {
    if (one?.exists.kind === 'known' && !one.exists.value) {
      return problem({ kind: 'no-such-bucket', bucket: one.bucket, call: 's3:HeadBucket' })
    }
  }
  if (caller.kind === 'problem') return caller
  const { principal } = caller
  const { request, assumptions } = completeAsk(ask, principal.principal, bucket, accessPoint?.arn)
  if (lacksKey(request)) {
    return problem({ kind: 'key-not-said', bucket, operation: request.operation ?? request.action ?? '' })
  }
  if (nothingToRead(found, principal, accounts)) {
    return problem({ kind: 'bucket-not-ours', bucket, accounts: accounts.ours.map(({ id }) => id) })
  }
  const { evidence, notes } = await readEvidence({
    ...asked,
    request,
    found,
    source,
    principal,
    accessPoint: point.facts,
  })
  return {
    kind: 'read',
    request,
    evidence,
    readAs: readAs(evidence, asked),
    assumptions: [...assumptions, ...caller.assumptions, ...notes],
  }
}

/** Neither the bucket's side nor the caller's is in an account that may be asked about. */
function nothingToRead({ owner }: FoundBucket, principal: Principal, { ours }: Accounts): boolean {
  const isOurs = (id: string): boolean => ours.some((account) => account.id === id)
  const bucketIsOurs = owner.kind === 'unreadable' || (owner.kind === 'known' && isOurs(owner.value))
  return !bucketIsOurs && (principal.kind === 'outside' || !isOurs(principal.account))
}

/** The roles that looked into the accounts that take part. */
function readAs({ principalAccount, target, source }: Evidence, { accounts, organizationRoleArn }: AllAsked): string[] {
  const owners = [target.bucketAccount, source.bucketAccount].flatMap((fact) =>
    fact.kind === 'known' ? [fact.value] : [],
  )
  const ids = new Set([...(principalAccount === null ? [] : [principalAccount]), ...owners])
  const roles = [...ids].flatMap((id) => accounts.roleIn(id) ?? [])
  return [...new Set([...roles, ...(organizationRoleArn === undefined ? [] : [organizationRoleArn])])]
}
