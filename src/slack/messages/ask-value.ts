import { z } from 'zod'
import type { Ask } from '../../ask.ts'

/** Slack takes 2,000 characters in a button's value. https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const maxValue = 2_000

const text = z.string().exactOptional()
const flag = z.boolean().exactOptional()

const parameters = z.object({
  acl: text,
  tagging: z.union([z.boolean(), z.record(z.string(), z.string())]).exactOptional(),
  serverSideEncryption: text,
  sseKmsKeyId: text,
  sseCustomer: flag,
  bypassGovernanceRetention: flag,
  requestPayer: flag,
  objectLockMode: text,
  objectLockRetainUntilDate: text,
  objectLockLegalHold: text,
  storageClass: text,
  prefix: text,
  delimiter: text,
  maxKeys: z.number().exactOptional(),
  ifMatch: flag,
  ifNoneMatch: flag,
  checksumMode: flag,
  grants: flag,
  objectOwnership: text,
  objectLockEnabledForBucket: flag,
})

const askSchema = z.object({
  bucket: text,
  key: text,
  versionId: text,
  source: z.object({ bucket: z.string(), key: z.string(), versionId: text }).exactOptional(),
  accessPoint: text,
  principal: text,
  expectedPrincipal: text,
  operation: text,
  action: text,
  parameters: parameters.exactOptional(),
  context: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.null()])).exactOptional(),
  message: text,
  requestId: text,
  region: text,
  kmsKeyArn: text,
  symptoms: z.array(z.enum(['looks-allowed', 'used-to-work', 'listing-works', 'one-environment'])).exactOptional(),
})

/**
 * The ask as a button's value, so that any process can read AWS again, restarted or not. Where it is too long, AWS's
 * message is left out, then there is no button: `null`.
 */
export function writeAsk(ask: Ask): string | null {
  const { message: _, ...withoutMessage } = ask
  return [ask, withoutMessage].map((kept) => JSON.stringify(kept)).find((text) => text.length <= maxValue) ?? null
}

/** The ask of a button that was pressed; `null` for a value that this version does not read. */
export function readAsk(value: string): Ask | null {
  try {
    return askSchema.safeParse(JSON.parse(value)).data ?? null
  } catch {
    return null
  }
}
