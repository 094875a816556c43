import type { Account } from '../../src/aws/account.ts'
import { readCallerFacts } from '../../src/aws/caller.ts'
import { findPrincipal } from '../../src/aws/find-principal.ts'
import { known, unreadable } from '../../src/fact.ts'
import { type Answer, type Answers, madeUpAccount, refused } from './made-up-aws.ts'

const own = '111122223333'
const other = '444455556666'
const absent = refused('NoSuchEntityException', 404)
const nobody: Answers = { GetRole: absent, GetUser: absent, ListRoles: { Roles: [] } }

const roleIn = (account: string, path = '/', more: object = {}): Answer => ({
  Role: { Arn: `arn:aws:iam::${account}:role${path}etl-runner`, RoleId: 'AROADBQP57FF2AEXAMPLE', Path: path, ...more },
})
const user = { User: { Arn: `arn:aws:iam::${own}:user/etl-runner`, UserId: 'AIDACKCEVSQ6C2EXAMPLE', Path: '/' } }

function accounts(inOwn: Answers, inOther: Answers = nobody) {
  const ours = [madeUpAccount(own, inOwn), madeUpAccount(other, inOther)]
  return { ours, byId: (id: string): Account => ours.find((one) => one.id === id) ?? madeUpAccount(id, {}) }
}

const find = (said: string, { ours, byId }: ReturnType<typeof accounts>) => findPrincipal(said, ours, byId)

test('a bare name is a role before it is a user', async () => {
  const both = { ...nobody, GetRole: roleIn(own, '/service/'), GetUser: user }
  expect(await find('etl-runner', accounts(both))).toMatchObject({
    kind: 'found',
    principal: { kind: 'role', principal: `arn:aws:iam::${own}:role/service/etl-runner`, account: own },
  })
  expect(await find('user/etl-runner', accounts(both))).toMatchObject({ principal: { kind: 'user' } })
  expect(await find('etl-runner', accounts({ ...nobody, GetUser: user }))).toMatchObject({
    principal: { kind: 'user' },
  })
})

test('a name that one account would not speak of is not said to be nowhere', async () => {
  const closed = { ...nobody, GetRole: refused('AccessDenied') }
  expect(await find('etl-runner', accounts(nobody, closed))).toEqual({
    kind: 'problem',
    problem: {
      kind: 'principal-unreadable',
      name: 'etl-runner',
      accounts: [own, other],
      call: 'iam:GetRole',
      errorCode: 'AccessDenied',
    },
  })
  expect(await find('etl-runner', accounts(nobody))).toMatchObject({ problem: { kind: 'no-such-principal' } })
})

test('a name of two accounts is ambiguous, and so are two roles of one permission set', async () => {
  const found = await find(
    'etl-runner',
    accounts({ ...nobody, GetRole: roleIn(own) }, { ...nobody, GetRole: roleIn(other) }),
  )
  expect(found).toMatchObject({
    problem: {
      kind: 'principal-ambiguous',
      candidates: [`arn:aws:iam::${own}:role/etl-runner`, `arn:aws:iam::${other}:role/etl-runner`],
    },
  })
  const sets = ['0123456789abcdef', 'fedcba9876543210'].map((end) => `AWSReservedSSO_Data_${end}`)
  const GetRole = ({ RoleName }: Readonly<Record<string, unknown>>) =>
    RoleName === 'Data' ? absent : { Role: { Arn: `arn:aws:iam::${own}:role/${RoleName}`, RoleId: 'AROA' } }
  const ListRoles = { Roles: [...sets, 'AWSReservedSSO_DataOther_0123456789abcdef'].map((RoleName) => ({ RoleName })) }
  expect(await find('Data', accounts({ ...nobody, GetRole, ListRoles }))).toMatchObject({
    problem: { candidates: sets.map((name) => `arn:aws:iam::${own}:role/${name}`) },
  })
})

test.each([
  ['anonymous', 'outside'],
  ['cloudfront.amazonaws.com', 'outside'],
  [`arn:aws:iam::${own}:root`, 'root'],
  [`arn:aws:sts::${own}:federated-user/bob`, 'federated-user'],
  [`arn:aws:sts::${own}:assumed-role/etl-runner/i-0abc`, 'session'],
  [`arn:aws:iam::${own}:role/etl-runner`, 'role'],
])('%s is %s', async (said, kind) => {
  expect(await find(said, accounts({ GetRole: roleIn(own) }))).toMatchObject({ principal: { kind, principal: said } })
})

test('a role’s ARN without its path is given it', async () => {
  const found = await find(`arn:aws:iam::${own}:role/etl-runner`, accounts({ GetRole: roleIn(own, '/service/') }))
  expect(found).toMatchObject({ principal: { principal: `arn:aws:iam::${own}:role/service/etl-runner` } })
})

test.each([
  'arn:aws:s3:::acme-reports',
  `arn:aws:iam::${own}:group/analysts`,
  `arn:aws:iam::${own}:role/`,
  'arn:aws:iam::x:role/a',
])('%s is nobody', async (said) => {
  expect(await find(said, accounts(nobody))).toMatchObject({ problem: { kind: 'no-such-principal' } })
})

async function facts(said: string, inOwn: Answers) {
  const all = accounts(inOwn)
  const found = await find(said, all)
  if (found.kind === 'problem') throw new Error(found.problem.kind)
  return readCallerFacts(found.principal, all.byId)
}

const role = `arn:aws:iam::${own}:role/etl-runner`
const lists = { ListRolePolicies: { PolicyNames: [] }, ListAttachedRolePolicies: { AttachedPolicies: [] } }

test('a role that is not there has no policies, and a refusal leaves them unread', async () => {
  expect(await facts(role, { GetRole: absent })).toMatchObject({
    principalDetails: known({ exists: false }),
    identityPolicies: known([]),
    permissionsBoundary: known(null),
  })
  expect(await facts(role, {})).toMatchObject({
    principalDetails: unreadable('iam:GetRole', 'AccessDenied'),
    identityPolicies: unreadable('iam:ListRolePolicies', 'AccessDenied'),
    permissionsBoundary: unreadable('iam:GetRole', 'AccessDenied'),
  })
})

test('one listing that is refused stands in the list as a policy that was not read', async () => {
  const GetRole = roleIn(own)
  expect(await facts(role, { GetRole, ListRolePolicies: { PolicyNames: [] } })).toMatchObject({
    identityPolicies: known([
      {
        name: 'attached policies of role etl-runner',
        document: unreadable('iam:ListAttachedRolePolicies', 'AccessDenied'),
      },
    ]),
  })
})

test('percent-encoded documents, every page, and one that is no JSON', async () => {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] }
  const encoded = encodeURIComponent(JSON.stringify(document))
  const ListRolePolicies = ({ Marker }: Readonly<Record<string, unknown>>) =>
    Marker === undefined
      ? { PolicyNames: ['first'], IsTruncated: true, Marker: 'more' }
      : { PolicyNames: ['second'], IsTruncated: false }
  const GetRolePolicy = ({ PolicyName }: Readonly<Record<string, unknown>>) => ({
    PolicyDocument: PolicyName === 'first' ? encoded : '%7Boops',
  })
  const answers = { ...lists, GetRole: roleIn(own), ListRolePolicies, GetRolePolicy }
  expect(await facts(role, answers)).toMatchObject({
    identityPolicies: known([
      { name: 'first', document: known(document) },
      { name: 'second', document: { kind: 'unknown' } },
    ]),
  })
})

test('the boundary in its default version', async () => {
  const arn = `arn:aws:iam::${own}:policy/data-boundary`
  const answers = {
    ...lists,
    GetRole: roleIn(own, '/', { PermissionsBoundary: { PermissionsBoundaryArn: arn } }),
    GetPolicy: { Policy: { DefaultVersionId: 'v3' } },
    GetPolicyVersion: ({ VersionId }: Readonly<Record<string, unknown>>) =>
      VersionId === 'v3' ? { PolicyVersion: { Document: '%7B%22Version%22%3A%222012-10-17%22%7D' } } : absent,
  }
  expect(await facts(role, answers)).toMatchObject({
    permissionsBoundary: known({ name: 'data-boundary', arn, document: known({ Version: '2012-10-17' }) }),
  })
})

test.each([
  ['sts:AssumeRole', 'known'],
  ['sts:TagSession', 'unknown'],
  ['sts:*', 'unknown'],
])('a trust policy that allows %s leaves session tags %s', async (action, kind) => {
  const trust = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: '*', Action: ['sts:AssumeRole', action] },
  }
  const GetRole = roleIn(own, '/', { AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)) })
  expect(await facts(role, { ...lists, GetRole })).toMatchObject({ principalDetails: known({ sessionTags: { kind } }) })
})

test('session policies are known to be none only where there is no session', async () => {
  const answers = { ...lists, GetRole: roleIn(own) }
  expect(await facts(role, answers)).toMatchObject({ sessionPolicies: known([]) })
  expect(await facts(`arn:aws:sts::${own}:assumed-role/etl-runner/i-0abc`, answers)).toMatchObject({
    sessionPolicies: { kind: 'unknown' },
  })
})
