import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { reads } from '../../src/aws/commands.ts'

const actions = [...new Set(Object.values(reads).map(({ action }) => action))]
/** The right to an object's data, which HeadObject needs and which is only given on purpose. */
const data = ['s3:GetObject', 's3:GetObjectVersion']
const organization = actions.filter((action) => action.startsWith('organizations:')).sort()
const member = actions
  .filter((action) => !data.includes(action))
  .filter((action) => !organization.includes(action) || action === 'organizations:DescribeOrganization')
  .sort()

const text = (file: string) => readFileSync(new URL(`../../deploy/${file}`, import.meta.url), 'utf8')
/** CloudFormation's own tags (`!Ref`) are no YAML types; their values are enough here. */
const resourcesOf = (file: string) => parse(text(file), { logLevel: 'silent' }).Resources

const statementsOf = (document: { Statement: { Action: string[] }[] }): string[] =>
  document.Statement.flatMap(({ Action }) => Action).sort()

test('the CloudFormation role may call what the readers call, and nothing else', () => {
  const { ReadOnlyRole, HeadObjectPolicy } = resourcesOf('s3denied-readonly-role.yaml')
  expect(statementsOf(ReadOnlyRole.Properties.Policies[0].PolicyDocument)).toEqual(member)
  expect(HeadObjectPolicy.Condition).toBe('MayHeadObject')
  expect(statementsOf(HeadObjectPolicy.Properties.PolicyDocument)).toEqual(data)
})

test('the right to objects’ data is off unless it is switched on', () => {
  const { Parameters } = parse(text('s3denied-readonly-role.yaml'), { logLevel: 'silent' })
  expect(Parameters.AllowHeadObject.Default).toBe('false')
  expect(text('terraform/readonly-role/main.tf')).toMatch(/"allow_head_object" \{[^}]*default\s*= false/)
})

test('the CloudFormation organization role reads organizations alone', () => {
  const { OrganizationRole } = resourcesOf('s3denied-organization-role.yaml')
  expect(statementsOf(OrganizationRole.Properties.Policies[0].PolicyDocument)).toEqual(organization)
})

/** The action lists of a Terraform file, in its order. */
const terraformActions = (file: string): string[][] =>
  [...text(file).matchAll(/actions = \[\n([^\]]*)\]/g)].map(([, list = '']) =>
    [...list.matchAll(/"([a-z0-9]+:\w+)"/g)].map(([, action = '']) => action),
  )

test('Terraform says the same', () => {
  const [buckets = [], rest = [], head = []] = terraformActions('terraform/readonly-role/main.tf')
  expect([...buckets, ...rest].sort()).toEqual(member)
  expect(head).toEqual(data)
  expect(terraformActions('terraform/organization-role/main.tf').flat().sort()).toEqual(organization)
})

test.each(['s3denied-readonly-role.yaml', 's3denied-organization-role.yaml', 'terraform/readonly-role/main.tf'])(
  '%s trusts nobody without the session name that the bot gives',
  (file) => {
    expect(text(file)).toMatch(/sts:RoleSessionName/)
    expect(text(file)).toMatch(/s3denied-\*/)
  },
)
