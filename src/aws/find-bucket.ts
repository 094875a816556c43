import { type Fact, known, unknown } from '../fact.ts'
import { type Account, askAll } from './account.ts'
import { type Answer, notRead } from './answer.ts'
import { reads } from './commands.ts'

/** Where a bucket is and whose it is, as far as AWS tells. */
export interface FoundBucket {
  readonly bucket: string
  readonly exists: Fact<boolean>
  readonly region: Fact<string>
  readonly owner: Fact<string>
  /** S3 knows accounts by their canonical ids in ACLs and listings; these are those of the accounts that were asked. */
  readonly canonicalIds: ReadonlyMap<string, string>
}

/** Buckets of the account-regional namespace say their account and Region: `name-111122223333-us-east-1-an`. */
const accountRegional = /-(\d{12})-([a-z]{2,}(?:-[a-z]+)+-\d)-an$/

/**
 * Which account owns the bucket is found out: by its name where that says so, by each account's own list of buckets, and
 * where a list is refused by calls with that account expected as the owner: a refusal of those says nothing, a success
 * settles it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
 */
export async function findBucket(bucket: string, accounts: readonly Account[]): Promise<FoundBucket> {
  const [head, listings] = await Promise.all([
    headBucket(bucket, accounts),
    Promise.all(accounts.map((account) => listedIn(account, bucket))),
  ])
  const named = accountRegional.exec(bucket)
  const listed = listings.find(({ buckets }) => buckets.kind === 'answered' && buckets.output.length > 0)
  const expected = listed === undefined ? await ownerByAnswer(bucket, listings) : undefined
  const ownerId = named?.[1] ?? listed?.account.id ?? expected
  const listedRegion = listed?.buckets.kind === 'answered' ? listed.buckets.output[0]?.BucketRegion : undefined
  const region = regionOf(head) ?? listedRegion ?? named?.[2]
  return {
    bucket,
    exists: listed !== undefined || expected !== undefined ? known(true) : existsBy(head),
    region: region === undefined ? missingRegion(head) : known(region),
    owner: ownerId === undefined ? noOwner(listings) : known(ownerId),
    canonicalIds: new Map(
      listings.flatMap(({ account, canonicalId }) =>
        canonicalId === null ? [] : [[canonicalId, account.id] as const],
      ),
    ),
  }
}

type Head = Answer<{ readonly BucketRegion?: string | undefined }>

/** One account is enough: existence and Region are told to everybody. The next is asked only where one learned nothing. */
async function headBucket(Bucket: string, accounts: readonly Account[]): Promise<Head | null> {
  let first: Head | null = null
  for (const account of accounts) {
    const head: Head = await account.ask(reads.headBucket, { Bucket })
    if (existsBy(head).kind === 'known') return head
    first ??= head
  }
  return first
}

const regionOf = (head: Head | null): string | undefined =>
  head === null ? undefined : head.kind === 'answered' ? head.output.BucketRegion : (head.bucketRegion ?? undefined)

/** A refusal that carries the bucket's Region is a refusal by a bucket that is there. */
function existsBy(head: Head | null): Fact<boolean> {
  if (head === null) return unknown('no account could be asked about the bucket')
  if (head.kind === 'answered' || head.bucketRegion !== null) return known(true)
  return head.status === 404 ? known(false) : notRead(head)
}

const missingRegion = (head: Head | null): Fact<string> =>
  head?.kind === 'refused' ? notRead(head) : unknown('AWS did not name the bucket’s Region')

interface Listing {
  readonly account: Account
  readonly buckets: Answer<readonly { readonly BucketRegion?: string | undefined }[]>
  readonly canonicalId: string | null
}

async function listedIn(account: Account, bucket: string): Promise<Listing> {
  let canonicalId: string | null = null
  const buckets = await askAll(account, {
    read: reads.listBuckets,
    input: { Prefix: bucket, MaxBuckets: 1_000 },
    items: ({ Buckets, Owner }) => {
      canonicalId ??= Owner?.ID ?? null
      return Buckets?.filter(({ Name }) => Name === bucket)
    },
    next: ({ ContinuationToken }) => (ContinuationToken === undefined ? null : { ContinuationToken }),
  })
  return { account, buckets, canonicalId }
}

/** An answer about the policy settles it too: outside the owner's account S3 gives none, whatever the rights. */
async function ownerByAnswer(Bucket: string, listings: readonly Listing[]): Promise<string | undefined> {
  const refused = listings.filter(({ buckets }) => buckets.kind === 'refused').map(({ account }) => account)
  const owns = await Promise.all(
    refused.map(async (account) => {
      const [head, policy] = await Promise.all([
        account.ask(reads.headBucket, { Bucket, ExpectedBucketOwner: account.id }),
        account.ask(reads.getBucketPolicy, { Bucket, ExpectedBucketOwner: account.id }),
      ])
      return (
        head.kind === 'answered' ||
        policy.kind === 'answered' ||
        (policy.kind === 'refused' && policy.errorCode === 'NoSuchBucketPolicy')
      )
    }),
  )
  return refused[owns.indexOf(true)]?.id
}

function noOwner(listings: readonly Listing[]): Fact<string> {
  const refused = listings.find(({ buckets }) => buckets.kind === 'refused')
  if (refused?.buckets.kind === 'refused') return notRead(refused.buckets)
  const ids = listings.map(({ account }) => account.id).join(', ')
  return unknown(`none of the accounts that s3denied may read owns the bucket (${ids})`)
}
