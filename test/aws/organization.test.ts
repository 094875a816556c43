import { refusal } from '../../src/aws/answer.ts'
import { readControlPolicies } from '../../src/aws/control-policies.ts'
import { readAccountPath } from '../../src/aws/organization.ts'
import { organizationOf } from '../../src/aws/organization-side.ts'
import { known, unreadable } from '../../src/fact.ts'
import { type Answers, madeUpAccount, refused } from './made-up-aws.ts'

const member = '111122223333'
const parents: Readonly<Record<string, object>> = {
  [member]: { Parents: [{ Id: 'ou-exmp-team', Type: 'ORGANIZATIONAL_UNIT' }] },
  'ou-exmp-team': { Parents: [{ Id: 'r-exmp', Type: 'ROOT' }] },
}
const tree: Answers = {
  ListParents: ({ ChildId }) => parents[String(ChildId)] ?? refused('ChildNotFoundException', 400),
  ListRoots: { Roots: [{ PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }] }] },
  // An empty page with a token is no end.
  ListPoliciesForTarget: ({ TargetId, NextToken }) =>
    NextToken === undefined
      ? { Policies: [], NextToken: 'more' }
      : { Policies: [{ Id: TargetId === 'r-exmp' ? 'p-FullAWSAccess' : 'p-team', Name: `of ${String(TargetId)}` }] },
  DescribePolicy: ({ PolicyId }) => ({ Policy: { Content: JSON.stringify({ Statement: [PolicyId] }) } }),
}

async function scps(answers: Answers, account = member) {
  const organization = madeUpAccount('999988887777', answers)
  const path = await readAccountPath(organization, account)
  return readControlPolicies(organization, path, 'SERVICE_CONTROL_POLICY', new Map())
}

test('the path of an account, as aws:PrincipalOrgPaths holds it', async () => {
  const path = await readAccountPath(madeUpAccount('999988887777', tree), member)
  if (path.kind === 'refused') throw new Error(path.errorCode)
  expect(path.output.orgPath('o-exampleorgid')).toBe('o-exampleorgid/r-exmp/ou-exmp-team/')
})

test('policies level by level, root first', async () => {
  const levels = await scps(tree)
  expect(levels).toMatchObject(
    known([
      [{ name: 'of r-exmp', document: known({ Statement: ['p-FullAWSAccess'] }) }],
      [{ name: 'of ou-exmp-team' }],
      [{ name: 'of ou-exmp-team', document: known({ Statement: ['p-team'] }) }],
    ]),
  )
})

test('a type that is not in use binds nobody, and empty levels are not read as denying ones', async () => {
  expect(await scps({ ...tree, ListRoots: { Roots: [{ PolicyTypes: [] }] } })).toEqual(known(null))
})

test.each(['ListParents', 'ListRoots', 'ListPoliciesForTarget'])('%s refused leaves them unreadable', async (name) => {
  const denied = refused('AccessDeniedException', 400)
  expect(await scps({ ...tree, [name]: denied })).toEqual(unreadable(`organizations:${name}`, 'AccessDeniedException'))
})

test('a document that is refused stays in its level, unread', async () => {
  expect(await scps({ ...tree, DescribePolicy: refused('AccessDeniedException', 400) })).toMatchObject(
    known([[{ document: unreadable('organizations:DescribePolicy', 'AccessDeniedException') }], [{}], [{}]]),
  )
})

test('an account outside the organization may have SCPs of its own', async () => {
  expect(await scps(tree, '777788889999')).toMatchObject({ kind: 'unknown' })
})

const membership = known({ id: 'o-exampleorgid', managementAccount: '999988887777' })
const elsewhere = known({ id: 'o-another', managementAccount: '777788889999' })

test('a member whose place nobody names is a member still, and an account of another organization is not', () => {
  expect(
    organizationOf(null, [
      { id: member, membership, path: null },
      { id: '444455556666', membership: elsewhere, path: null },
    ]),
  ).toMatchObject(known({ id: 'o-exampleorgid', accounts: { [member]: null } }))
})

test('an account that nobody would speak of leaves the whole unread', () => {
  const closed = unreadable('organizations:DescribeOrganization', 'AccountNotConfigured')
  expect(
    organizationOf(null, [
      { id: member, membership, path: null },
      { id: '444455556666', membership: closed, path: null },
    ]),
  ).toEqual(closed)
  const outside = refusal('organizations:ListParents', 'ChildNotFoundException', { status: 400 })
  expect(organizationOf(membership, [{ id: '444455556666', membership: closed, path: outside }])).toMatchObject(
    known({ accounts: {} }),
  )
})
