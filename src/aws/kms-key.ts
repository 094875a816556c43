import { parseArn } from '../arn.ts'
import type { KmsGrant, KmsKey } from '../evidence.ts'
import { type Fact, known, unknown } from '../fact.ts'
import { type Account, askAll } from './account.ts'
import { factOf, knownOf, notRead } from './answer.ts'
import { reads } from './commands.ts'
import { readDocument } from './policy-document.ts'

/** Where a key is looked for. */
export interface KeyPlace {
  /** The bucket's Region, where the key must be. */
  readonly region?: string
  /** A bare id or alias belongs to the account that makes the request. */
  readonly requester: Account
  readonly accountById: (id: string) => Account
}

/**
 * A KMS key by id, ARN, alias or alias ARN: its state, policy and grants. DescribeKey and ListGrants work across
 * accounts by ARN, GetKeyPolicy only in the key's own.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export async function readKmsKey(id: string, { region, requester, accountById }: KeyPlace): Promise<Fact<KmsKey>> {
  const said = parseArn(id)
  const place = said?.region || region
  const first = said === null ? requester : accountById(said.account)
  const inOwn = await first.ask(reads.describeKey, { KeyId: id }, place)
  const described =
    inOwn.kind === 'refused' && said !== null && requester.id !== first.id
      ? await requester
          .ask(reads.describeKey, { KeyId: id }, place)
          .then((other) => (other.kind === 'answered' ? other : inOwn))
      : inOwn
  const metadata = described.kind === 'answered' ? described.output.KeyMetadata : undefined
  const arn = metadata?.Arn ?? (said?.resource.startsWith('key/') ? id : undefined)
  if (arn === undefined) {
    return described.kind === 'refused' ? notRead(described) : unknown(`KMS did not say which key ${id} is`)
  }
  const owner = parseArn(arn)?.account ?? first.id
  const account = accountById(owner)
  const [policy, grants] = await Promise.all([
    account.ask(reads.getKeyPolicy, { KeyId: arn, PolicyName: 'default' }, place),
    readGrantsOf(account, requester, arn, place),
  ])
  return known({
    arn,
    account: owner,
    manager: metadata?.KeyManager === 'AWS' ? 'AWS' : 'CUSTOMER',
    state: factOf(described, ({ KeyMetadata }) =>
      KeyMetadata?.KeyState === undefined
        ? unknown('KMS did not say the key’s state')
        : known(String(KeyMetadata.KeyState)),
    ),
    policy: { name: 'key policy', arn, document: factOf(policy, ({ Policy }) => readDocument(Policy)) },
    grants,
  })
}

async function readGrantsOf(
  account: Account,
  requester: Account,
  KeyId: string,
  region: string | undefined,
): Promise<Fact<readonly KmsGrant[]>> {
  const list = (from: Account) =>
    askAll(from, {
      read: reads.listGrants,
      input: { KeyId, Limit: 100 },
      items: ({ Grants }) => Grants,
      next: ({ Truncated, NextMarker }) =>
        Truncated === true && NextMarker !== undefined ? { Marker: NextMarker } : null,
      ...(region === undefined ? {} : { region }),
    })
  const own = await list(account)
  const answer = own.kind === 'refused' && requester.id !== account.id ? await list(requester) : own
  return factOf(
    answer.kind === 'answered' ? answer : own,
    knownOf((grants) => grants.map(grantOf)),
  )
}

interface RawGrant {
  readonly GranteePrincipal?: string | undefined
  readonly Operations?: readonly string[] | undefined
  readonly Constraints?:
    | {
        readonly EncryptionContextEquals?: Record<string, string> | undefined
        readonly EncryptionContextSubset?: Record<string, string> | undefined
      }
    | undefined
}

function grantOf({ GranteePrincipal = '', Operations = [], Constraints }: RawGrant): KmsGrant {
  const equals = Constraints?.EncryptionContextEquals
  const subset = Constraints?.EncryptionContextSubset
  const constraints = {
    ...(equals === undefined ? {} : { encryptionContextEquals: equals }),
    ...(subset === undefined ? {} : { encryptionContextSubset: subset }),
  }
  return {
    granteePrincipal: GranteePrincipal,
    operations: Operations,
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
  }
}
