import type { ContextValue } from '../../src/policy/context.ts'
import type { Truth } from '../../src/policy/truth.ts'
import { applies } from './policies.ts'

const key = 'acme:key'

/** One operator over one key; `null` is a key that is not sent. */
const ask = (operator: string, wanted: unknown, sent: readonly string[] | null): Truth =>
  applies({ Condition: { [operator]: { [key]: wanted } } }, { context: sent === null ? {} : { [key]: sent } })

type Row = readonly [operator: string, wanted: unknown, met: readonly string[], unmet: readonly string[]]

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const rows: readonly Row[] = [
  ['StringEquals', 'Red', ['Red'], ['red', 'Red ', '', '*']],
  ['StringEquals', 'R*', ['R*'], ['Red']],
  ['StringEquals', ['a', 'b'], ['a', 'b'], ['c', 'ab']],
  ['StringNotEquals', ['a', 'b'], ['c', 'A'], ['a', 'b']],
  ['StringEqualsIgnoreCase', 'Red', ['red', 'RED'], ['re', 'R*']],
  ['StringNotEqualsIgnoreCase', 'Red', ['blue'], ['rED']],
  ['StringLike', 'home/*', ['home/', 'home/a/b'], ['home', 'Home/']],
  ['StringLike', '', [''], ['a']],
  ['StringNotLike', ['a*', '?b'], ['ba', 'b'], ['a', 'ab', 'xb']],
  ['NumericEquals', '10', ['10', '10.0', '010'], ['11', 'ten', '']],
  ['NumericNotEquals', 10, ['9'], ['10']],
  ['NumericLessThan', '10', ['9.99', '-1'], ['10', '11', '']],
  ['NumericLessThanEquals', '10', ['10'], ['10.01']],
  ['NumericGreaterThan', ['10', '5'], ['6', '11'], ['5']],
  ['NumericGreaterThanEquals', '1.5', ['1.5', '2'], ['1.49']],
  [
    'DateEquals',
    '2026-03-01T12:00:00Z',
    ['2026-03-01T12:00:00Z', '2026-03-01T13:00:00+01:00', '2026-03-01T12:00Z', '1772366400'],
    ['2026-03-01', '2026-03-01T12:00:00.001Z'],
  ],
  ['DateNotEquals', '2026-03-01', ['2026-03-02'], ['2026-03-01T00:00:00Z', '2026-02-28T19:00:00-05:00']],
  ['DateLessThan', '1772366400', ['2026-03-01T11:59:59Z'], ['2026-03-01T12:00:00Z', 'tomorrow']],
  ['DateLessThanEquals', 1772366400, ['2026-03-01T12:00:00Z'], ['2026-03-01T12:00:01Z']],
  ['DateGreaterThan', '2026-03-01', ['2026-03-01T00:00:01Z'], ['2026-03-01', '2026-02-28']],
  ['DateGreaterThanEquals', '2026-03', ['2026-03-01'], ['2026-02-28T23:59:59Z']],
  ['Bool', 'true', ['true'], ['false', 'yes']],
  ['Bool', ['true', 'false'], ['true', 'false'], ['maybe']],
  ['BinaryEquals', 'QmluYXJ5', ['QmluYXJ5'], ['Binary', 'qmluYXJ5']],
  [
    'IpAddress',
    '203.0.113.0/24',
    ['203.0.113.0', '203.0.113.255'],
    ['203.0.112.255', '203.0.114.0', '2001:db8::1', 'home'],
  ],
  ['IpAddress', '203.0.113.9', ['203.0.113.9'], ['203.0.113.8']],
  ['IpAddress', '203.0.113.9/24', ['203.0.113.200'], ['203.0.114.9']],
  ['IpAddress', '0.0.0.0/0', ['203.0.113.9'], ['2001:db8::1']],
  [
    'IpAddress',
    '2001:DB8:1234:5678::/64',
    ['2001:db8:1234:5678::', '2001:db8:1234:5678:ffff::1'],
    ['2001:db8:1234:5679::', '203.0.113.9'],
  ],
  ['IpAddress', '::/0', ['::1', '2001:db8::1'], ['203.0.113.9']],
  ['IpAddress', '2001:db8::1', ['2001:db8::1', '2001:0db8:0:0::1'], ['2001:db8::2']],
  [
    'NotIpAddress',
    ['203.0.113.0/24', '2001:db8::/32'],
    ['198.51.100.1', '2001:db9::1'],
    ['203.0.113.9', '2001:db8::1'],
  ],
  [
    'ArnEquals',
    'arn:aws:iam::*:role/etl-*',
    ['arn:aws:iam::111122223333:role/etl-runner'],
    ['arn:aws:iam::111122223333:role/ETL-runner', 'etl-runner'],
  ],
  [
    'ArnLike',
    'arn:aws:iam::111122223333:role/etl-runner',
    ['arn:aws:iam::111122223333:role/etl-runner'],
    ['arn:aws:iam::111122223333:role/etl-runner2'],
  ],
  [
    'ArnNotEquals',
    ['arn:aws:iam::*:role/a', 'arn:aws:iam::*:role/b'],
    ['arn:aws:iam::111122223333:role/c', 'none'],
    ['arn:aws:iam::111122223333:role/b'],
  ],
  ['ArnNotLike', 'arn:aws:s3:::*', ['arn:aws:sqs:us-east-1:111122223333:q'], ['arn:aws:s3:::b']],
  // Names of operators are read without regard to case; the pages do not say.
  ['stringequalsIFEXISTS', 'a', ['a'], ['b']],
]

test.each(rows)('%s %j is met by %j, not by %j', (operator, wanted, met, unmet) => {
  expect(met.filter((value) => ask(operator, wanted, [value]) !== 'yes')).toEqual([])
  expect(unmet.filter((value) => ask(operator, wanted, [value]) !== 'no')).toEqual([])
})

/**
 * A missing key, one by one, and with each suffix and set operator.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const missing: readonly [operator: string, wanted: string, truth: Truth][] = [
  ['StringEquals', 'a', 'no'],
  ['StringNotEquals', 'a', 'yes'],
  ['StringEqualsIfExists', 'a', 'yes'],
  ['StringNotEqualsIfExists', 'a', 'yes'],
  ['StringLike', '*', 'no'],
  ['StringNotLike', '*', 'yes'],
  ['NumericLessThan', '10', 'no'],
  ['NumericNotEquals', '10', 'yes'],
  ['NumericLessThanIfExists', '10', 'yes'],
  ['DateGreaterThan', '2026-03-01', 'no'],
  ['DateNotEquals', '2026-03-01', 'yes'],
  ['Bool', 'false', 'no'],
  ['BoolIfExists', 'false', 'yes'],
  ['BinaryEquals', 'QQ==', 'no'],
  ['IpAddress', '0.0.0.0/0', 'no'],
  ['NotIpAddress', '0.0.0.0/0', 'yes'],
  ['ArnLike', 'arn:aws:s3:::*', 'no'],
  ['ArnNotLike', 'arn:aws:s3:::*', 'yes'],
  ['Null', 'true', 'yes'],
  ['Null', 'false', 'no'],
  ['ForAllValues:StringEquals', 'a', 'yes'],
  ['ForAllValues:StringNotEquals', 'a', 'yes'],
  ['ForAnyValue:StringEquals', 'a', 'no'],
  ['ForAnyValue:StringNotEquals', 'a', 'no'],
  ['ForAnyValue:StringEqualsIfExists', 'a', 'yes'],
  ['ForAllValues:StringEqualsIfExists', 'a', 'yes'],
]

test.each(missing)('%s %j without the key is %s', (operator, wanted, truth) => {
  expect(ask(operator, wanted, null)).toBe(truth)
  expect(ask(operator, wanted, [])).toBe(truth)
})

const sets: readonly [operator: string, wanted: readonly string[], sent: readonly string[], truth: Truth][] = [
  ['ForAllValues:StringEquals', ['a', 'b'], ['a'], 'yes'],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], 'yes'],
  ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], 'no'],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['a', 'c'], 'yes'],
  ['ForAnyValue:StringEquals', ['a', 'b'], ['c'], 'no'],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], 'yes'],
  ['ForAllValues:StringNotEquals', ['a', 'b'], ['a', 'd'], 'no'],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'd'], 'yes'],
  ['ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], 'no'],
  ['ForAllValues:StringLike', ['a*'], ['a', 'ab'], 'yes'],
  ['ForAnyValue:Bool', ['true'], ['false', 'true'], 'yes'],
  ['ForAllValues:Bool', ['true'], ['false', 'true'], 'no'],
  // "or if the context key value resolves to a null dataset, such as an empty string"
  ['ForAllValues:StringEquals', ['a'], [''], 'yes'],
  ['ForAllValues:StringEquals', ['a'], ['', 'b'], 'no'],
  ['ForAnyValue:StringEquals', ['a'], [''], 'no'],
]

test.each(sets)('%s %j of %j is %s', (operator, wanted, sent, truth) => {
  expect(ask(operator, wanted, sent)).toBe(truth)
})

test('all operators and all keys must be met', () => {
  const condition = { StringEquals: { 'acme:a': '1', 'acme:b': '2' }, Bool: { 'acme:c': 'true' } }
  const met = { 'acme:a': ['1'], 'acme:b': ['2'], 'acme:c': ['true'] }
  expect(applies({ Condition: condition }, { context: met })).toBe('yes')
  for (const name of Object.keys(met)) {
    expect(applies({ Condition: condition }, { context: { ...met, [name]: ['9'] } })).toBe('no')
  }
})

/** What missing facts leave open, and what they do not. */
const open: readonly [operator: string, wanted: string, sent: ContextValue, truth: Truth][] = [
  ['StringEquals', 'a', { kind: 'unknown', present: false }, 'maybe'],
  ['StringNotEqualsIfExists', 'a', { kind: 'unknown', present: true }, 'maybe'],
  ['Null', 'true', { kind: 'unknown', present: false }, 'maybe'],
  ['Null', 'true', { kind: 'unknown', present: true }, 'no'],
  ['Null', 'false', { kind: 'unknown', present: true }, 'yes'],
  ['StringEquals', 'a', { kind: 'one-of', options: [{ kind: 'absent' }, { kind: 'values', values: ['b'] }] }, 'no'],
  ['StringNotEquals', 'a', { kind: 'one-of', options: [{ kind: 'absent' }, { kind: 'values', values: ['b'] }] }, 'yes'],
  ['StringEquals', 'a', { kind: 'one-of', options: [{ kind: 'absent' }, { kind: 'values', values: ['a'] }] }, 'maybe'],
  ['Null', 'true', { kind: 'one-of', options: [{ kind: 'unknown', present: true }, { kind: 'absent' }] }, 'maybe'],
]

test.each(open)('%s %j of %j is %s', (operator, wanted, sent, truth) => {
  expect(applies({ Condition: { [operator]: { [key]: wanted } } }, {}, { keys: { [key]: sent } })).toBe(truth)
})
