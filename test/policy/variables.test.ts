import type { Truth } from '../../src/policy/truth.ts'
import type { PlainContext } from '../oracle/request.ts'
import { applies } from './policies.ts'

const bucket = 'arn:aws:s3:::acme-reports'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
const resources: readonly [pattern: string, context: PlainContext, key: string, truth: Truth][] = [
  [`home/\${aws:username}/*`, { 'aws:username': ['mira'] }, 'home/mira/a', 'yes'],
  [`home/\${aws:username}/*`, { 'aws:username': ['mira'] }, 'home/bob/a', 'no'],
  [`home/\${AWS:UserName}/*`, { 'aws:username': ['mira'] }, 'home/mira/a', 'yes'],
  [`home/\${aws:username}/*`, {}, 'home//a', 'no'],
  [`home/\${aws:username}*`, {}, `home/\${aws:username}`, 'no'],
  [`\${aws:PrincipalTag/team, 'all'}/x`, {}, 'all/x', 'yes'],
  [`\${aws:PrincipalTag/team, 'all'}/x`, { 'aws:principaltag/team': ['red'] }, 'red/x', 'yes'],
  [`\${aws:PrincipalTag/team, 'all'}/x`, { 'aws:principaltag/team': ['red'] }, 'all/x', 'no'],
  [
    `\${aws:PrincipalTag/a}-\${aws:PrincipalTag/b}`,
    { 'aws:principaltag/a': ['1'], 'aws:principaltag/b': ['2'] },
    '1-2',
    'yes',
  ],
  [`\${aws:PrincipalTag/a}-\${aws:PrincipalTag/b}`, { 'aws:principaltag/a': ['1'] }, '1-', 'no'],
  [`a\${*}b`, {}, 'a*b', 'yes'],
  [`a\${*}b`, {}, 'axb', 'no'],
  [`a\${?}b`, {}, 'a?b', 'yes'],
  [`a\${?}b`, {}, 'axb', 'no'],
  [`a\${$}{b}`, {}, `a\${b}`, 'yes'],
  // A value is no pattern, and a key of several values is no variable.
  [`home/\${aws:username}`, { 'aws:username': ['*'] }, 'home/mira', 'no'],
  [`tag/\${aws:TagKeys}`, { 'aws:tagkeys': ['a', 'b'] }, 'tag/a', 'no'],
]

test.each(resources)('resource %s with %j against %s: %s', (pattern, context, key, truth) => {
  expect(applies({ Resource: `${bucket}/${pattern}` }, { context, resource: `${bucket}/${key}` })).toBe(truth)
})

test('a NotResource whose variable has no value excludes nothing', () => {
  const statement = { Resource: undefined, NotResource: `${bucket}/home/\${aws:username}/*` }
  const resource = `${bucket}/home/mira/a`
  expect(applies(statement, { resource })).toBe('yes')
  expect(applies(statement, { resource, context: { 'aws:username': ['mira'] } })).toBe('no')
})

const conditions: readonly [operator: string, wanted: string, context: PlainContext, truth: Truth][] = [
  ['StringEquals', `\${aws:username}`, { 'acme:owner': ['mira'], 'aws:username': ['mira'] }, 'yes'],
  ['StringEquals', `\${aws:username}`, { 'acme:owner': ['mira'], 'aws:username': ['bob'] }, 'no'],
  ['StringEquals', `\${aws:username}`, { 'acme:owner': [''] }, 'no'],
  ['StringNotEquals', `\${aws:username}`, { 'acme:owner': ['mira'] }, 'yes'],
  ['StringNotLike', `\${aws:username}*`, { 'acme:owner': ['mira'] }, 'yes'],
  ['StringEqualsIfExists', `\${aws:username}`, { 'aws:username': ['mira'] }, 'yes'],
  ['StringEqualsIgnoreCase', `x-\${aws:username}`, { 'acme:owner': ['X-MIRA'], 'aws:username': ['mira'] }, 'yes'],
  ['StringLike', `\${aws:username}/*`, { 'acme:owner': ['mira/a'], 'aws:username': ['mira'] }, 'yes'],
  ['StringLike', `a\${*}`, { 'acme:owner': ['ab'] }, 'no'],
  ['StringLike', `a\${*}`, { 'acme:owner': ['a*'] }, 'yes'],
  ['StringEquals', `a\${*}`, { 'acme:owner': ['a*'] }, 'yes'],
  [
    'ArnLike',
    `arn:aws:iam::*:user/\${aws:username}`,
    { 'acme:owner': ['arn:aws:iam::111122223333:user/mira'], 'aws:username': ['mira'] },
    'yes',
  ],
  ['ArnLike', `arn:aws:iam::*:user/\${*}`, { 'acme:owner': ['arn:aws:iam::111122223333:user/mira'] }, 'no'],
  [
    'ArnNotLike',
    `arn:aws:iam::*:user/\${aws:username}`,
    { 'acme:owner': ['arn:aws:iam::111122223333:user/mira'] },
    'yes',
  ],
  ['ForAnyValue:StringEquals', `\${aws:username}`, { 'acme:owner': ['bob', 'mira'], 'aws:username': ['mira'] }, 'yes'],
]

test.each(conditions)('%s "%s" with %j is %s', (operator, wanted, context, truth) => {
  expect(applies({ Condition: { [operator]: { 'acme:Owner': wanted } } }, { context })).toBe(truth)
})

test('an unknown key in a variable leaves the match open, unless another value settles it', () => {
  const open = { keys: { 'aws:username': { kind: 'unknown', present: true } } } as const
  const context = { 'acme:owner': ['mira'] }
  const condition = (wanted: unknown) => ({ Condition: { StringEquals: { 'acme:owner': wanted } } })
  expect(applies(condition(`\${aws:username}`), { context }, open)).toBe('maybe')
  expect(applies(condition([`\${aws:username}`, 'mira']), { context }, open)).toBe('yes')
  expect(applies({ Resource: [`${bucket}/\${aws:username}`, 'arn:aws:sqs:::*'] }, {}, open)).toBe('maybe')
  expect(applies({ Resource: [`${bucket}/\${aws:username}`, `${bucket}/*`] }, {}, open)).toBe('yes')
})
