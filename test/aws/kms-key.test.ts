import type { Account } from '../../src/aws/account.ts'
import { readKmsKey } from '../../src/aws/kms-key.ts'
import { known, unreadable } from '../../src/fact.ts'
import { type Answers, madeUpAccount, refused } from './made-up-aws.ts'

const own = '111122223333'
const other = '444455556666'
const arn = `arn:aws:kms:us-east-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`
const KeyMetadata = { Arn: arn, KeyManager: 'CUSTOMER', KeyState: 'Enabled' }
const policy = { Version: '2012-10-17', Statement: [] }

const place = (answers: Readonly<Record<string, Answers>>, requester = own) => {
  const accounts = new Map<string, Account>(
    Object.entries(answers).map(([id, table]) => [id, madeUpAccount(id, table)]),
  )
  const accountById = (id: string): Account => accounts.get(id) ?? madeUpAccount(id, {})
  return { region: 'us-east-1', requester: accountById(requester), accountById }
}

test('state, policy and every page of grants', async () => {
  const ListGrants = ({ Marker }: Readonly<Record<string, unknown>>) =>
    Marker === undefined
      ? {
          Grants: [{ GranteePrincipal: 'arn:aws:iam::111122223333:role/a', Operations: ['Decrypt'] }],
          Truncated: true,
          NextMarker: 'm',
        }
      : {
          Grants: [
            {
              GranteePrincipal: 'arn:aws:iam::111122223333:role/b',
              Operations: ['GenerateDataKey'],
              Constraints: { EncryptionContextSubset: { 'aws:s3:arn': 'arn:aws:s3:::acme-reports' } },
            },
          ],
        }
  const table = { DescribeKey: { KeyMetadata }, GetKeyPolicy: { Policy: JSON.stringify(policy) }, ListGrants }
  expect(await readKmsKey(arn, place({ [own]: table }))).toEqual(
    known({
      arn,
      account: own,
      manager: 'CUSTOMER',
      state: known('Enabled'),
      policy: { name: 'key policy', arn, document: known(policy) },
      grants: known([
        { granteePrincipal: 'arn:aws:iam::111122223333:role/a', operations: ['Decrypt'] },
        {
          granteePrincipal: 'arn:aws:iam::111122223333:role/b',
          operations: ['GenerateDataKey'],
          constraints: { encryptionContextSubset: { 'aws:s3:arn': 'arn:aws:s3:::acme-reports' } },
        },
      ]),
    }),
  )
})

test.each(['alias/reports', '1234abcd-12ab-34cd-56ef-1234567890ab'])(
  '%s is resolved where the requester is',
  async (id) => {
    const key = await readKmsKey(id, place({ [own]: { DescribeKey: { KeyMetadata } } }))
    expect(key).toMatchObject(known({ arn, account: own }))
  },
)

test('an alias that cannot be resolved is unreadable', async () => {
  expect(await readKmsKey('alias/reports', place({}))).toEqual(unreadable('kms:DescribeKey', 'AccessDenied'))
})

test('a key by its ARN is known, and what is refused of it is unread', async () => {
  expect(await readKmsKey(arn, place({}))).toEqual(
    known({
      arn,
      account: own,
      manager: 'CUSTOMER',
      state: unreadable('kms:DescribeKey', 'AccessDenied'),
      policy: { name: 'key policy', arn, document: unreadable('kms:GetKeyPolicy', 'AccessDenied') },
      grants: unreadable('kms:ListGrants', 'AccessDenied'),
    }),
  )
})

test('a key of a foreign account may still be described and its grants listed across accounts', async () => {
  const foreign = refused('AccessDeniedException', 400)
  const key = await readKmsKey(
    arn,
    place(
      {
        [own]: { DescribeKey: foreign, GetKeyPolicy: foreign, ListGrants: foreign },
        [other]: { DescribeKey: { KeyMetadata: { ...KeyMetadata, KeyState: 'Disabled' } }, ListGrants: { Grants: [] } },
      },
      other,
    ),
  )
  expect(key).toMatchObject(
    known({
      state: known('Disabled'),
      grants: known([]),
      policy: { document: unreadable('kms:GetKeyPolicy', 'AccessDeniedException') },
    }),
  )
})

test('AWS’s own key is told from a customer’s', async () => {
  const table = { DescribeKey: { KeyMetadata: { ...KeyMetadata, KeyManager: 'AWS' } } }
  expect(await readKmsKey('alias/aws/s3', place({ [own]: table }))).toMatchObject(known({ manager: 'AWS' }))
})
