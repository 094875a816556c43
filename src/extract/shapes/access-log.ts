import { verdictOf } from '../../refusal/error-codes.ts'
import type { Shape } from '../found.ts'
import { operationOfLog } from '../operation-names.ts'
import { s3RequestId } from '../request-id.ts'
import { decodePercent, isBucketName, parseS3Url } from '../s3-address.ts'

/**
 * A server access log's line: owner, bucket, [time], address, requester, request id, operation, key, "request", status,
 * code, … A terminal may have wrapped it at its blanks. The key is encoded twice. https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export const accessLog: Shape = {
  name: 'server access log',
  marks: [' rest.', '\nrest.', ' website.', '\nwebsite.', ' soap.', '\nsoap.', ' batch.', '\nbatch.'],
  read: ({ at, ahead, back }) => {
    const left =
      /(?:^|\n|\s)[0-9a-f]{64}\s+(\S{3,255})\s+\[[^\]]{10,44}\]\s+(\S{1,60})\s+(\S{1,600})\s+(\S{8,40})\s*$/.exec(
        back.slice(-1_400),
      )
    const right = /^\s([A-Z]{4,7}\.[A-Z_.]{3,60})\s+(\S{1,9300})\s+"([^"]{0,9300})"\s+(\d{3}|-)\s+(\w{1,60}|-)/.exec(
      ahead,
    )
    if (left === null || right === null) return []
    const [, bucket = '', , requester = '', id] = left
    const [whole, column = '', logged = '', , status = '', code = '-'] = right
    const verdict = verdictOf(code === '-' ? status : code, undefined)
    const requestId = s3RequestId(id)
    if (verdict === null || !isBucketName(bucket)) return []
    const operation = columnOf(column, logged)
    const key = logged === '-' ? {} : { key: decodePercent(decodePercent(logged)) }
    const host = /\s((?:[\w.-]{3,255}\.)?s3[\w.-]{0,80}\.amazonaws\.com(?:\.cn)?)\s/.exec(
      ahead.slice(whole.length, whole.length + 1_500),
    )?.[1]
    const region = host === undefined ? undefined : parseS3Url(`https://${host}/`)?.target.region
    const line = ahead.indexOf('\n')
    return [
      {
        at: at - left[0].trimStart().length,
        end: at + Math.max(line < 0 ? ahead.length : line, whole.length),
        role: 'error',
        source: 'record',
        verdict,
        covers: true,
        s3: true,
        target: { bucket, ...key },
        ...(requester === '-' ? { principal: 'anonymous' } : { principal: requester }),
        ...(operation === null ? {} : { operation }),
        ...(requestId === undefined ? {} : { requestId }),
        ...(region === undefined ? {} : { region }),
      },
    ]
  },
}

/** The log calls a bucket's ACL and an object's by one name. */
function columnOf(column: string, key: string): string | null {
  const operation = operationOfLog(column)
  return key === '-' && operation !== null && /^(?:Get|Put)ObjectAcl$/.test(operation)
    ? operation.replace('Object', 'Bucket')
    : operation
}
