import { compileArnGlob, compileGlob, tokenize } from '../../src/policy/glob.ts'

/** `*` is any run, `?` exactly one; https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
const globs: readonly [pattern: string, fits: readonly string[], misses: readonly string[]][] = [
  ['', [''], ['a', '*']],
  ['a', ['a'], ['', 'A', 'aa', 'ab']],
  ['*', ['', 'a', 'a/b:c', '***'], []],
  ['**', ['', 'a'], []],
  ['?', ['a', '?', '/'], ['', 'ab']],
  ['?*', ['a', 'ab'], ['']],
  ['*?', ['a', 'ab'], ['']],
  ['a*', ['a', 'ab', 'a/'], ['', 'ba']],
  ['*a', ['a', 'ba', 'aa'], ['ab', '']],
  ['a*a', ['aa', 'aba', 'aaa'], ['a', 'ab']],
  ['ab*ba', ['abba', 'ab-ba'], ['aba']],
  ['*ab*', ['ab', 'xaby'], ['ba', 'a b']],
  ['a*b*c', ['abc', 'a-b-c', 'abbc', 'abcbc'], ['acb', 'ab']],
  ['a?c', ['abc', 'a/c'], ['ac', 'abbc']],
  ['*?a?*', ['bab', 'aaa', 'xxaxx'], ['ab', 'ba']],
  ['*a?b', ['axb', 'aaab', 'a-a-b'], ['ab']],
  ['a.c', ['a.c'], ['abc']],
  ['[a]+$', ['[a]+$'], ['a']],
  ['b/*', ['b/', 'b/k', 'b//x/y'], ['b', 'b-old/k']],
  [
    'b/*/test/*',
    ['b/1/test/o', 'b/1/2/test/3/o', 'b//test/o', 'b/1/test/'],
    ['b/1-test/o', 'b/test/o', 'b/1/2/test.jpg'],
  ],
  ['a\0c', ['a\0c'], ['abc']],
]

test.each(globs)('"%s" takes %j and not %j', (pattern, fits, misses) => {
  const matches = compileGlob(tokenize(pattern))
  expect(fits.filter((text) => !matches(text))).toEqual([])
  expect(misses.filter((text) => matches(text))).toEqual([])
})

test('takes a literal star for no wildcard', () => {
  const matches = compileGlob(['a', '*', { wildcard: '?' }])
  expect(['a*b', 'axb', 'a*'].map(matches)).toEqual([true, false, false])
})

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN */
const arns: readonly [pattern: string, fits: readonly string[], misses: readonly string[]][] = [
  [
    'arn:aws:iam::*:role/etl-*',
    ['arn:aws:iam::111122223333:role/etl-runner', 'arn:aws:iam:::role/etl-'],
    ['arn:aws:iam::111122223333:user/etl-runner', 'arn:aws-cn:iam::111122223333:role/etl-runner'],
  ],
  [
    'arn:aws:sns:*:111122223333:*',
    ['arn:aws:sns:us-east-1:111122223333:topic', 'arn:aws:sns:us-east-1:111122223333:topic:subscription'],
    ['arn:aws:sns:us-east-1:444455556666:topic', 'arn:aws:sns:111122223333:topic'],
  ],
  ['arn:*:s3:::b', ['arn:aws:s3:::b', 'arn:aws-cn:s3:::b'], ['arn:aws:x:s3:::b', 'arn:aws:S3:::b']],
  ['arn:aws:s?s:*:*:q', ['arn:aws:sqs:us-east-1:111122223333:q'], ['arn:aws:ss:us-east-1:111122223333:q']],
  // A star stays within its part, and a pattern of fewer parts than six fits no ARN.
  ['arn:aws:iam::*/x', [], ['arn:aws:iam::111122223333:role/x']],
  ['arn:aws:*:b', [], ['arn:aws:s3:::b']],
  ['*', [], ['arn:aws:s3:::b']],
  ['arn:aws:s3:::a:b:c', ['arn:aws:s3:::a:b:c'], ['arn:aws:s3:::a:b']],
]

test.each(arns)('"%s", part by part, takes %j and not %j', (pattern, fits, misses) => {
  const matches = compileArnGlob(tokenize(pattern))
  expect(fits.filter((text) => !matches(text))).toEqual([])
  expect(misses.filter((text) => matches(text))).toEqual([])
})

test('takes time in proportion to pattern and text, whatever the pattern', () => {
  const text = 'a'.repeat(1_023)
  const long = `${'*a'.repeat(3_000)}b`
  const open = `${'*?a'.repeat(300)}b`
  expect([long, open, `${'a*'.repeat(500)}b`].map((pattern) => compileGlob(tokenize(pattern))(`${text}c`))).toEqual([
    false,
    false,
    false,
  ])
})
