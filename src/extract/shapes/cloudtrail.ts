import { verdictOf } from '../../refusal/error-codes.ts'
import type { Finding, Shape } from '../found.ts'
import { readMessage } from '../message.ts'
import { s3RequestId } from '../request-id.ts'
import { isRegion, parseS3Arn, splitPath } from '../s3-address.ts'

/**
 * A CloudTrail event, whole or cut off. `userIdentity.arn` is the caller and `sessionIssuer.arn` is not.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export const cloudTrail: Shape = {
  name: 'CloudTrail event',
  marks: ['"eventsource"', "'eventsource'", 'eventsource:', 'eventsource='],
  read: ({ at, ahead, back }) => {
    const start = beginning(back)
    const tail = ahead.slice(0, endOfEvent(back.slice(start), ahead))
    const event = back.slice(start) + tail
    const code = field(event, 'errorCode')
    const source = field(event, 'eventSource') ?? ''
    if (code === undefined) return []
    const operation = field(event, 'eventName')
    const verdict = verdictOf(code, operation)
    if (verdict === null) return []
    const span = { at: at - back.length + start, end: at + tail.length }
    const found: Finding = {
      role: 'error',
      source: 'record',
      verdict,
      ...span,
      ...identity(event),
      ...messageOf(event),
    }
    if (/^s3(?:express|-outposts|-object-lambda)?\.amazonaws\.com/.test(source))
      return [{ s3: true, ...found, ...request(event), ...(operation === undefined ? {} : { operation }) }]
    // S3 asks KMS in the caller's name, and says the object in the encryption context.
    const object = /["']?aws:s3:arn["']?\s{0,3}[:=]\s{0,3}["']([^"'\n]{12,1300})["']/.exec(event)?.[1]
    if (source !== 'kms.amazonaws.com' || object === undefined) return [{ otherService: true, ...found }]
    return [
      {
        s3: true,
        target: parseS3Arn(object),
        ...found,
        ...(operation === undefined ? {} : { action: `kms:${operation}` }),
      },
    ]
  },
}

/** The brace that opens the event's object, found backwards; of an event whose beginning was cut off, all that there is. */
function beginning(back: string): number {
  let depth = 0
  for (let at = back.length - 1; at >= 0; at--) {
    const c = back.charCodeAt(at)
    if (c === 125) depth++
    else if (c === 123 && depth-- === 0) return at
  }
  const identity = Math.max(back.lastIndexOf('"userIdentity"'), back.lastIndexOf("'userIdentity'"))
  return identity >= 0 ? identity : back.lastIndexOf('\n') + 1
}

/** The closing brace of the event's object; of an event that was cut off, the next one's beginning or the next plain line. */
function endOfEvent(head: string, ahead: string): number {
  let depth = Math.max(depthOf(head), 1)
  for (let at = 0; at < ahead.length; at++) {
    const c = ahead.charCodeAt(at)
    if (c === 123) depth++
    else if (c === 125 && --depth <= 0) return at + 1
  }
  const next = ahead.slice(1).search(/["']eventVersion["']|\n[A-Za-z\d[]/)
  return next < 0 ? ahead.length : next + 1
}

function depthOf(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at)
    if (c === 123) depth++
    else if (c === 125) depth--
  }
  return depth
}

function field(event: string, name: string): string | undefined {
  const value = new RegExp(`["']?\\b${name}["']?\\s{0,3}[:=]\\s{0,3}["']?([^"'\\n,}]{1,300})`).exec(event)?.[1]?.trim()
  return value === undefined || value === 'null' ? undefined : value
}

function identity(event: string): Pick<Finding, 'principal'> {
  const from = event.indexOf('userIdentity')
  if (from < 0) return {}
  const rest = event.slice(from, from + 3_000)
  const stop = rest.search(/["']?(?:sessionContext|eventTime|requestParameters)["']?\s{0,3}[:=]/)
  const own = stop < 0 ? rest : rest.slice(0, stop)
  const arn = /["']?\barn["']?\s{0,3}[:=]\s{0,3}["']?(arn:aws[^\s"',}]{8,2000})/.exec(own)?.[1]
  if (arn !== undefined) return { principal: arn }
  if (/accountId["']?\s{0,3}[:=]\s{0,3}["']?anonymous/i.test(own)) return { principal: 'anonymous' }
  const service = /["']?type["']?\s{0,3}[:=]\s{0,3}["']?AWSService/.test(own) ? field(own, 'invokedBy') : undefined
  return service === undefined ? {} : { principal: service }
}

function messageOf(event: string): Pick<Finding, 'message'> {
  const at = /["']?errorMessage["']?\s{0,3}[:=]\s{0,3}["']?/.exec(event)
  if (at === null) return {}
  const { message } = readMessage(event.slice(at.index + at[0].length))
  return message === null || message.startsWith('User:') ? {} : { message }
}

function request(event: string): Pick<Finding, 'target' | 'region' | 'requestId'> {
  const from = event.search(/["']?requestParameters["']?\s{0,3}[:=]/)
  const parameters = from < 0 ? '' : event.slice(from)
  const bucket = field(parameters, 'bucketName')
  const key = /["']?\bkey["']?\s{0,3}[:=]\s{0,3}"([^"\n]{1,1100})"/.exec(parameters)?.[1]
  const region = field(event, 'awsRegion')
  const requestId = s3RequestId(field(event, 'requestID'))
  const target = bucket === undefined ? {} : bucket.startsWith('arn:') ? parseS3Arn(bucket) : splitPath(bucket)
  return {
    ...(bucket === undefined ? {} : { target: { ...target, ...(key === undefined ? {} : { key }) } }),
    ...(region !== undefined && isRegion(region) ? { region } : {}),
    ...(requestId === undefined ? {} : { requestId }),
  }
}
