import type { VpcEndpoint } from '../evidence.ts'
import { type Fact, known, unknown } from '../fact.ts'
import type { Account } from './account.ts'
import { notRead } from './answer.ts'
import { reads } from './commands.ts'
import { readDocument } from './policy-document.ts'

/** Whose answer says no more than that the endpoint is elsewhere. */
const elsewhere = ['InvalidVpcEndpointId.NotFound', 'InvalidVpcEndpoint.NotFound', 'InvalidVpcEndpointId.Malformed']

/**
 * The endpoint that the request came through, in whichever of the accounts it is; it is in the bucket's Region, but for
 * calls across Regions.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html
 */
export async function readVpcEndpoint(
  id: string,
  accounts: readonly Account[],
  regions: readonly string[],
): Promise<Fact<VpcEndpoint | null>> {
  const places = accounts.flatMap((account) => regions.map((region) => ({ account, region })))
  const answers = await Promise.all(
    places.map(({ account, region }) => account.ask(reads.describeVpcEndpoints, { VpcEndpointIds: [id] }, region)),
  )
  for (const answer of answers) {
    const endpoint = answer.kind === 'answered' ? answer.output.VpcEndpoints?.[0] : undefined
    if (endpoint !== undefined) {
      return known({ id, policy: { name: `${id} endpoint policy`, document: readDocument(endpoint.PolicyDocument) } })
    }
  }
  const refused = answers.find((answer) => answer.kind === 'refused' && !elsewhere.includes(answer.errorCode))
  const name = `${id} endpoint policy`
  // The request did come through it, whoever owns it: what is missing is its policy.
  const document =
    refused?.kind === 'refused' ? notRead(refused) : unknown(`none of the accounts that s3denied may read owns ${id}`)
  return known({ id, policy: { name, document } })
}
