import { parseArn } from '../arn.ts'
import type { AccessPoint } from '../evidence.ts'
import { type Fact, known, unknown } from '../fact.ts'
import { type Account, askAll } from './account.ts'
import { type Answer, answered, factOf, type Refusal, refusal } from './answer.ts'
import { reads } from './commands.ts'
import { readDocument } from './policy-document.ts'
import { readSwitches, type Switches } from './public-access-block.ts'

/** An access point by its ARN's parts. */
export interface AccessPointName {
  readonly arn: string
  readonly account: string
  readonly region: string
  readonly name: string
}

export interface AccessPointRead {
  readonly facts: Fact<AccessPoint | null>
  /** The bucket behind it, where AWS named it. */
  readonly bucket: Answer<string>
}

/** An alias stands where a bucket's name would: `name-<34 characters>-s3alias`. */
export const isAccessPointAlias = (bucket: string): boolean => bucket.endsWith('-s3alias')

/** `null` for what is no access point's ARN; Multi-Region Access Points, whose ARN has no Region, are none here. */
export function parseAccessPoint(text: string): AccessPointName | null {
  const arn = parseArn(text)
  const name = /^accesspoint[/:]([^/:]+)/.exec(arn?.resource ?? '')?.[1]
  if (arn === null || arn.service !== 's3' || name === undefined || arn.region === '' || arn.account === '') return null
  const whole = `arn:${arn.partition}:s3:${arn.region}:${arn.account}:accesspoint/${name}`
  return { arn: whole, account: arn.account, region: arn.region, name }
}

/**
 * The access point of an alias, by each account's own list of them. An alias does not say its Region.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-naming.html
 */
export async function findByAlias(
  alias: string,
  accounts: readonly Account[],
  region: string,
): Promise<Answer<AccessPointName>> {
  const lists = await Promise.all(
    accounts.map((account) =>
      askAll(account, {
        read: reads.listAccessPoints,
        input: { AccountId: account.id, MaxResults: 1_000 },
        items: ({ AccessPointList }) => AccessPointList,
        next: ({ NextToken }) => (NextToken === undefined ? null : { NextToken }),
        region,
      }),
    ),
  )
  for (const list of lists) {
    const found = list.kind === 'answered' ? list.output.find(({ Alias }) => Alias === alias) : undefined
    const name = found?.AccessPointArn === undefined ? null : parseAccessPoint(found.AccessPointArn)
    if (name !== null) return answered(name)
  }
  const refused = lists.find((list): list is Refusal => list.kind === 'refused')
  return refused ?? refusal('s3:ListAccessPoints', 'NoSuchAccessPoint', { status: 404 })
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html */
export async function readAccessPoint(account: Account, point: AccessPointName): Promise<AccessPointRead> {
  const input = { AccountId: point.account, Name: point.name }
  const [described, policy] = await Promise.all([
    account.ask(reads.getAccessPoint, input, point.region),
    account.ask(reads.getAccessPointPolicy, input, point.region),
  ])
  const bucket = described.kind === 'answered' ? described.output.Bucket : undefined
  const hasNone = policy.kind === 'refused' && policy.errorCode === 'NoSuchAccessPointPolicy'
  return {
    facts: known({
      arn: point.arn,
      policy: hasNone
        ? null
        : { name: `${point.name} access point policy`, document: factOf(policy, ({ Policy }) => readDocument(Policy)) },
      publicAccessBlock: factOf(
        described,
        (output: { readonly PublicAccessBlockConfiguration?: Switches | undefined }) =>
          known(readSwitches(output.PublicAccessBlockConfiguration)),
      ),
      vpcId: factOf(described, ({ NetworkOrigin, VpcConfiguration }): Fact<string | null> => {
        if (NetworkOrigin === 'Internet') return known(null)
        const vpc = VpcConfiguration?.VpcId
        return vpc === undefined ? unknown('S3 did not name the access point’s VPC') : known(vpc)
      }),
    }),
    bucket:
      described.kind === 'refused'
        ? described
        : bucket === undefined
          ? refusal('s3:GetAccessPoint', 'IncompleteAnswer', { status: 200 })
          : answered(bucket),
  }
}

/** What is not read yet, said as such: the policy of a Multi-Region Access Point. */
export const notAnAccessPoint = (arn: string): Fact<AccessPoint | null> =>
  unknown(`${arn} is no access point of one Region, and others are not read`)
