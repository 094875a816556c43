import type { RecentChange } from '../evidence.ts'
import { type Fact, known } from '../fact.ts'
import type { Account } from './account.ts'
import { type Answer, answered, notRead, type Refusal } from './answer.ts'
import { reads } from './commands.ts'
import { changeOf, fillBefore } from './trail-event.ts'

/** One thing whose changes are looked for, where CloudTrail keeps them. */
export interface Watched {
  readonly account: Account
  /** CloudTrail keeps events in their own Region; IAM's are in the partition's first one. */
  readonly region: string
  readonly by: { readonly AttributeKey: 'ResourceName' | 'EventName'; readonly AttributeValue: string }
  /** How the thing is called in the answer: its ARN or account id. */
  readonly resource: string
}

/** A symptom that people call 'since yesterday' is seldom older; CloudTrail itself keeps 90 days. */
const days = 14

/** CloudTrail gives 50 events a page, twice a second, and reads stand among the changes. */
const maxPages = 3

/**
 * What was changed lately, newest first. A thing that is only found out meanwhile may come as a promise. What was found counts where something else was refused, since nothing follows
 * from the absence of a change.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function readRecentChanges(
  watched: readonly (Watched | Promise<Watched | null>)[],
  now: Date,
): Promise<Fact<readonly RecentChange[]>> {
  const answers = await Promise.all(watched.map(async (one) => changesOf(await one, now)))
  const changes = answers.flatMap((answer) => (answer.kind === 'answered' ? answer.output : []))
  const refused = answers.find((answer): answer is Refusal => answer.kind === 'refused')
  if (changes.length === 0 && refused !== undefined) return notRead(refused)
  return known(fillBefore(changes.toSorted((one, other) => other.time.localeCompare(one.time))))
}

async function changesOf(watched: Watched | null, now: Date): Promise<Answer<readonly RecentChange[]>> {
  if (watched === null) return answered([])
  const { account, region, by, resource } = watched
  const changes: RecentChange[] = []
  const input = { LookupAttributes: [by], StartTime: new Date(now.getTime() - days * 86_400_000), EndTime: now }
  let token: string | undefined
  for (let page = 0; page < maxPages; page++) {
    const answer = await account.ask(
      reads.lookupEvents,
      { ...input, ...(token === undefined ? {} : { NextToken: token }) },
      region,
    )
    if (answer.kind === 'refused') return changes.length > 0 ? answered(changes) : answer
    for (const { CloudTrailEvent } of answer.output.Events ?? []) {
      const change = CloudTrailEvent === undefined ? null : changeOf(CloudTrailEvent, resource)
      if (change !== null) changes.push(change)
    }
    token = answer.output.NextToken
    if (token === undefined) break
  }
  return answered(changes)
}
