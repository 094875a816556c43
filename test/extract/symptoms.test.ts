import { extract } from '../../src/extract/index.ts'
import { readExpectedPrincipal, readSymptoms } from '../../src/extract/symptoms.ts'

test.each([
  ['it worked until yesterday', ['used-to-work']],
  ['this used to work', ['used-to-work']],
  ['stopped working after the deploy', ['used-to-work']],
  ['nothing changed on our side', ['used-to-work']],
  ['only in staging', ['one-environment']],
  ['403 in staging only', ['one-environment']],
  ['works fine in dev', ['one-environment']],
  ['it works on my laptop', ['one-environment']],
  ['but not in prod', ['one-environment']],
  ['listing works', ['listing-works']],
  ['I can list the bucket', ['listing-works']],
  ['aws s3 ls works fine', ['listing-works']],
  ['the role has AmazonS3FullAccess', ['looks-allowed']],
  ['role has s3:GetObject on it', ['looks-allowed']],
  ['the policy allows it', ['looks-allowed']],
  ['it has full access to the bucket', ['looks-allowed']],
  ['the simulator says allowed', ['looks-allowed']],
  [
    'the role has s3:* and listing works. Worked until last week, only in staging',
    ['looks-allowed', 'used-to-work', 'listing-works', 'one-environment'],
  ],
])('%s', (text, symptoms) => {
  expect(readSymptoms(text)).toEqual(symptoms)
})

test.each([
  "can't list it either",
  'it never worked',
  'no policy allows it',
  'does it have permission?',
  'the role has no permissions',
  'please ensure you are allowed to access it',
  'checkout throws on receipts',
])('%s tells of none', (text) => {
  expect(readSymptoms(text)).toEqual([])
})

test.each([
  ['the app should run as `reporter`', 'reporter'],
  ['the app should run as reporter', 'reporter'],
  ['it should be using role etl-nightly', 'etl-nightly'],
  ['the caller should be reporter', 'reporter'],
  ['is supposed to run as arn:aws:iam::111122223333:role/reporter.', 'arn:aws:iam::111122223333:role/reporter'],
  ['expected caller: role/reporter', 'role/reporter'],
])('%s', (text, name) => {
  expect(readExpectedPrincipal(text)).toBe(name)
})

test.each(['this should be fine', 'it should be able to read', 'should be possible', 'the result should be the same'])(
  '%s names nobody',
  (text) => {
    expect(readExpectedPrincipal(text)).toBeNull()
  },
)

test("AWS's own words are no symptom, what stands beside them is", () => {
  const error =
    'User: arn:aws:iam::111122223333:user/a is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/x" because no identity-based policy allows the s3:GetObject action'
  const said = (text: string) => extract({ kind: 'message', event: { text } })
  expect(said(error).symptoms).toEqual([])
  const both = said(`${error}\nit worked until yesterday, the job should run as \`reporter\``)
  expect(both.symptoms).toEqual(['used-to-work'])
  expect(both.denials[0]?.expectedPrincipal).toBe('reporter')
})
