import { lookUp } from '../look-up.ts'
import { code, listOf } from './statements.ts'

/** A condition key stands alone; what was refused or not known is said in words. */
const isKey = (missing: string): boolean => /^[a-z0-9-]+:[^\s]+$/.test(missing)

/** What is missing, as one item of a list. */
export function sayMissing(missing: string): string {
  if (isKey(missing)) return `${code(missing)} of this request`
  const [, call, errorCode] = /^(\S+) refused \((\S+)\)$/.exec(missing) ?? []
  return call === undefined || errorCode === undefined
    ? missing
    : `${code(call)} was refused to s3denied (${errorCode})`
}

/**
 * Where an event in CloudTrail shows a key of the request.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const trailFields: Readonly<Record<string, string>> = {
  'aws:sourceip': 'sourceIPAddress',
  'aws:sourcevpce': 'vpcEndpointId',
  'aws:currenttime': 'eventTime',
  'aws:tokenissuetime': 'userIdentity.sessionContext.attributes.creationDate',
  'aws:multifactorauthpresent': 'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'aws:sourceidentity': 'userIdentity.sessionContext.sourceIdentity',
  's3:signatureversion': 'additionalEventData.SignatureVersion',
  's3:tlsversion': 'tlsDetails.tlsVersion',
}

/** What would settle an open question: what the request carried, for keys; for facts what their layer says of them. */
export function writeSettle(missing: readonly string[], settleFacts: (missing: readonly string[]) => string): string {
  const keys = missing.filter(isKey)
  const facts = missing.filter((one) => !isKey(one))
  const sentences = [
    ...(keys.length === 0 ? [] : [askForKeys(keys)]),
    ...(facts.length === 0 ? [] : [settleFacts(facts)]),
  ]
  return sentences.length === 0 ? settleFacts(missing) : sentences.join(' ')
}

function askForKeys(keys: readonly string[]): string {
  const shown = keys.flatMap((key) => {
    const field = lookUp(trailFields, key.toLowerCase())
    return field === undefined ? [] : [code(field)]
  })
  const where = shown.length === 0 ? '' : `; the call’s CloudTrail event shows ${listOf(shown)}`
  return `Say what the request carried as ${listOf(keys.map(code))}${where}.`
}
