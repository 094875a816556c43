import { z } from 'zod'
import type { Evidence } from '../evidence.ts'
import { check, InputError } from '../input-error.ts'
import type { DiagnosisRequest } from '../request.ts'
import { readEvidence } from './evidence-json.ts'

/** A scenario file's content (SCENARIOS.md): what was asked, what AWS holds, what the answer must be. */
export interface Scenario {
  readonly request: DiagnosisRequest
  readonly evidence: Evidence
  readonly expected: Readonly<Record<string, unknown>>
  readonly title: string
}

const text = z.string().min(1)
const contextValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.union([z.string(), z.number(), z.boolean()])),
  z.null(),
])

const requestSchema = z.strictObject({
  principal: text,
  expectedPrincipal: text.exactOptional(),
  operation: text.exactOptional(),
  action: text.regex(/^[a-z0-9-]+:[A-Za-z]+$/, 'is no IAM action such as s3:GetObject').exactOptional(),
  // ListBuckets is about no bucket.
  bucket: z.string().default(''),
  key: z.string().exactOptional(),
  versionId: text.exactOptional(),
  source: z.strictObject({ bucket: text, key: z.string(), versionId: text.exactOptional() }).exactOptional(),
  accessPoint: text.exactOptional(),
  parameters: z
    .strictObject({
      acl: text.exactOptional(),
      tagging: z.union([z.boolean(), z.record(z.string(), z.string())]).exactOptional(),
      serverSideEncryption: text.exactOptional(),
      sseKmsKeyId: text.exactOptional(),
      sseCustomer: z.boolean().exactOptional(),
      bypassGovernanceRetention: z.boolean().exactOptional(),
      requestPayer: z.boolean().exactOptional(),
      objectLockMode: text.exactOptional(),
      objectLockRetainUntilDate: text.exactOptional(),
      objectLockLegalHold: text.exactOptional(),
      storageClass: text.exactOptional(),
      prefix: z.string().exactOptional(),
      delimiter: z.string().exactOptional(),
      maxKeys: z.number().exactOptional(),
      ifMatch: z.boolean().exactOptional(),
      ifNoneMatch: z.boolean().exactOptional(),
      checksumMode: z.boolean().exactOptional(),
      grants: z.boolean().exactOptional(),
      objectOwnership: text.exactOptional(),
      objectLockEnabledForBucket: z.boolean().exactOptional(),
    })
    .exactOptional(),
  context: z
    .record(z.string(), contextValue)
    .transform((keys) => Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, toStrings(value)])))
    .exactOptional(),
  message: z.string().exactOptional(),
  symptoms: z.array(z.enum(['looks-allowed', 'used-to-work', 'listing-works', 'one-environment'])).exactOptional(),
})

const scenarioSchema = z.object({
  title: z.string().default(''),
  request: requestSchema,
  evidence: z.record(z.string(), z.unknown()).default({}),
  expected: z.record(z.string(), z.unknown()).default({}),
})

function toStrings(value: z.infer<typeof contextValue>): string | string[] | null {
  if (value === null) return null
  return Array.isArray(value) ? value.map(String) : String(value)
}

/**
 * Reads a scenario. Throws InputError, which names the field, where it is malformed; a field that no one knows is
 * malformed too, so that a misspelt fact cannot pass for the plain account's.
 */
export function readScenario(json: unknown): Scenario {
  const scenario = check(scenarioSchema, json, '')
  const request = complete(scenario.request)
  return { ...scenario, request, evidence: readEvidence(scenario.evidence, request) }
}

/** Reads a request alone, for the library's `prepare(evidence).explain(request)`. */
export const readRequest = (json: unknown): DiagnosisRequest => complete(check(requestSchema, json, 'request'))

/** What is asked, and of what, has to be said. */
function complete(request: DiagnosisRequest): DiagnosisRequest {
  const { operation, action, bucket } = request
  if (operation === undefined && action === undefined) {
    throw new InputError('request.operation', 'is missing; give an S3 API operation such as "GetObject", or "action"')
  }
  if (bucket === '' && operation !== 'ListBuckets' && action !== 's3:ListAllMyBuckets') {
    throw new InputError('request.bucket', 'is missing')
  }
  return request
}
