import { noReach, type Reach, type ReachMatch } from '../../src/policy/principal.ts'
import type { Truth } from '../../src/policy/truth.ts'
import type { Open } from '../oracle/bridge.ts'
import type { PlainRequest } from '../oracle/request.ts'
import { applies, outcomeOf, policyOf } from './policies.ts'

const user = 'arn:aws:iam::111122223333:user/staff/mira'
const session = 'arn:aws:sts::111122223333:assumed-role/etl-runner/i-0abc'
const role = 'arn:aws:iam::111122223333:role/etl-runner'
const federated = 'arn:aws:sts::111122223333:federated-user/bob'
const root = 'arn:aws:iam::111122223333:root'
const service = 'logging.s3.amazonaws.com'

/**
 * How directly a Principal names the caller: what silence elsewhere can still stop depends on it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
const rows: readonly [caller: string, principal: unknown, reach: Reach | null, truth?: Truth][] = [
  [user, '*', 'self'],
  [user, { AWS: '*' }, 'self'],
  [user, { AWS: user }, 'self'],
  [user, { AWS: '111122223333' }, 'account'],
  [user, { AWS: root }, 'account'],
  [user, { AWS: '444455556666' }, null],
  [user, { AWS: 'arn:aws-cn:iam::111122223333:root' }, null],
  [user, { AWS: 'arn:aws:iam::111122223333:user/staff/Mira' }, null],
  [user, { AWS: 'arn:aws:iam::111122223333:user/mira' }, null],
  [user, { AWS: ['444455556666', user] }, 'self'],
  [user, { AWS: 'AIDADBQP57FF2AEXAMPLE' }, null],
  [user, { Service: service }, null],
  [user, { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }, 'account', 'maybe'],
  [session, '*', 'self'],
  [session, { AWS: session }, 'self'],
  [session, { AWS: role }, 'role'],
  [session, { AWS: root }, 'account'],
  [session, { AWS: 'arn:aws:sts::111122223333:assumed-role/etl-runner/i-0abd' }, null],
  [session, { AWS: 'arn:aws:iam::111122223333:role/jobs/etl-runner' }, null],
  [session, { AWS: 'arn:aws:iam::111122223333:role/ETL-runner' }, null],
  [session, { AWS: 'arn:aws:iam::111122223333:user/etl-runner' }, null],
  [session, { AWS: 'AROADBQP57FF2AEXAMPLE' }, null],
  [session, { AWS: 'AROADBQP57FF2ABCDEFGH' }, 'role'],
  [role, { AWS: role }, 'role'],
  [role, { AWS: session }, 'self', 'maybe'],
  [federated, { AWS: federated }, 'self'],
  [federated, { AWS: root }, 'account'],
  [federated, { AWS: user }, 'role', 'maybe'],
  [federated, { AWS: role }, null],
  [root, { AWS: root }, 'account'],
  [root, { AWS: '111122223333' }, 'account'],
  [root, { AWS: user }, null],
  ['anonymous', '*', 'self'],
  ['anonymous', { AWS: '*' }, 'self'],
  ['anonymous', { AWS: root }, null],
  [service, { Service: service }, 'self'],
  [service, { Service: ['s3.amazonaws.com', service] }, 'self'],
  [service, { Service: 's3.amazonaws.com' }, null],
  [service, { AWS: root }, null],
  [service, '*', 'self'],
]

for (const [caller, principal, reach, truth = 'yes'] of rows) {
  test(`${caller} by ${JSON.stringify(principal)}: ${reach === null ? 'no' : `${truth}, ${reach}`}`, () => {
    const wanted: ReachMatch = reach === null ? noReach : { ...noReach, [reach]: truth }
    expect(outcomeOf(policyOf({ Principal: principal }), { principal: caller }).reach).toEqual(wanted)
  })
}

test('a path that nobody read leaves a role of that name open', () => {
  const named = { Principal: { AWS: 'arn:aws:iam::111122223333:role/jobs/etl-runner' } }
  const path = { keys: {}, path: true } as const
  expect(applies(named, { principal: session, path: '/jobs/' })).toBe('yes')
  expect(applies(named, { principal: session, path: '/' })).toBe('no')
  expect(applies(named, { principal: session }, path)).toBe('maybe')
  expect(applies({ Principal: { AWS: role } }, { principal: session }, path)).toBe('yes')
})

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html */
const denied: readonly [listed: unknown, request: Partial<PlainRequest>, truth: Truth, open?: Open][] = [
  [{ AWS: '444455556666' }, { principal: user }, 'yes'],
  [{ AWS: [user, root] }, { principal: user }, 'no'],
  [{ AWS: [user, '111122223333'] }, { principal: user }, 'no'],
  [{ AWS: [user, root] }, { principal: user, boundary: true }, 'yes'],
  [{ AWS: '*' }, { principal: user, boundary: true }, 'yes'],
  [{ AWS: [user, root] }, { principal: user }, 'maybe', { keys: {}, boundary: true }],
  [{ AWS: '444455556666' }, { principal: user }, 'yes', { keys: {}, boundary: true }],
  // Only a part of the caller is listed: the page says that AWS "might" deny.
  [{ AWS: user }, { principal: user }, 'maybe'],
  [{ AWS: root }, { principal: user }, 'maybe'],
  [{ AWS: [role, root] }, { principal: session }, 'maybe'],
  [{ AWS: [role, root, session] }, { principal: session }, 'no'],
  [{ AWS: [role, root, session] }, { principal: role }, 'maybe'],
  [{ AWS: [federated, root] }, { principal: federated }, 'no'],
  [{ AWS: root }, { principal: root }, 'no'],
  [{ AWS: root }, { principal: 'anonymous' }, 'yes'],
  ['*', { principal: 'anonymous' }, 'no'],
  [{ Service: service }, { principal: service }, 'no'],
  [{ Service: service }, { principal: user }, 'yes'],
  [{ Service: 's3.amazonaws.com' }, { principal: service }, 'yes'],
]

for (const [listed, request, truth, open] of denied) {
  const name = `${request.principal}${request.boundary ? ' with a boundary' : ''}${open === undefined ? '' : ', boundary unread,'}`
  test(`NotPrincipal ${JSON.stringify(listed)} denies ${name}: ${truth}`, () => {
    expect(applies({ Effect: 'Deny', NotPrincipal: listed }, request, open)).toBe(truth)
  })
}
