import { parseArn } from '../arn.ts'
import type { KmsKey } from '../evidence.ts'
import type { Fact } from '../fact.ts'
import type { FoundBucket } from './find-bucket.ts'
import type { Principal } from './find-principal.ts'
import type { Accounts } from './open-accounts.ts'
import type { Watched } from './recent-changes.ts'

export interface WatchAsked {
  readonly found: FoundBucket
  readonly principal: Principal
  readonly accounts: Accounts
  readonly region: string
  readonly kmsKey: Promise<Fact<KmsKey | null>>
}

/** IAM writes its events where the partition began. https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html */
const iamRegions: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' }

/** The things whose changes may have turned an allowed request into a denied one: bucket, account switches, caller, key. */
export function watch({
  found,
  principal,
  accounts,
  region,
  kmsKey,
}: WatchAsked): (Watched | Promise<Watched | null>)[] {
  const things: (Watched | Promise<Watched | null>)[] = [kmsKey.then((key) => keyWatch(key, accounts, region))]
  if (found.owner.kind === 'known') {
    const place = {
      account: accounts.byId(found.owner.value),
      region: found.region.kind === 'known' ? found.region.value : region,
    }
    things.push(
      { ...place, by: byName(found.bucket), resource: `arn:aws:s3:::${found.bucket}` },
      {
        ...place,
        by: { AttributeKey: 'EventName', AttributeValue: 'PutAccountPublicAccessBlock' },
        resource: found.owner.value,
      },
    )
  }
  if ('record' in principal) {
    const arn = principal.record.kind === 'answered' ? principal.record.output.arn : principal.principal
    things.push({
      account: accounts.byId(principal.account),
      region: iamRegions[parseArn(arn)?.partition ?? ''] ?? 'us-east-1',
      by: byName(principal.name),
      resource: arn,
    })
  }
  return things
}

const byName = (AttributeValue: string): Watched['by'] => ({ AttributeKey: 'ResourceName', AttributeValue })

function keyWatch(key: Fact<KmsKey | null>, accounts: Accounts, region: string): Watched | null {
  if (key.kind !== 'known' || key.value === null || key.value.manager === 'AWS') return null
  const { arn, account } = key.value
  return { account: accounts.byId(account), region: parseArn(arn)?.region || region, by: byName(arn), resource: arn }
}
