import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import { refusalOf } from './answer.ts'
import { createStsClient } from './clients.ts'

export type Readiness =
  | { readonly ok: true; readonly identity: string }
  | { readonly ok: false; readonly call: string; readonly errorCode: string; readonly message: string }

/**
 * Whether the bot's own credentials are there and AWS answers. GetCallerIdentity needs no right and cannot be denied.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function checkAws(region: string, timeoutMs = 4_000): Promise<Readiness> {
  const client = createStsClient(region)
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand(), { abortSignal: AbortSignal.timeout(timeoutMs) })
    return { ok: true, identity: Arn ?? '' }
  } catch (thrown) {
    const { action: call, errorCode, message } = refusalOf('sts:GetCallerIdentity', thrown)
    return { ok: false, call, errorCode, message }
  } finally {
    client.destroy()
  }
}
