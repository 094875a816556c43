import { endOf, type Finding, type Shape } from '../found.ts'
import { operationOf, spellings } from '../operation-names.ts'

/** Clients whose frame says what S3 was asked; `invoke` and `handleErrorResponse` name no operation. */
const frame =
  /(?:AmazonS3(?:Encryption)?Client|S3(?:Async)?Client|\(\*(?:S3|Client)\)|S3\.Client|aws_sdk_s3::operation::|client\.rb:\d{1,6}:in ['"`]|Aws::S3::Client#|S3Client->)[.:]?$/

const isWordCharacter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 45

/** `Operation: PutObject`, `eventName=GetObject`. */
const named = /\b(?:operation|api|method|command|call|eventName|action)["'`]?\s?[:=]\s?["'`]?$/i

/**
 * An operation's name in any spelling: a client's stack frame, a call in source code, a request object, or a word.
 */
export const calls: Shape = {
  name: 'SDK call',
  marks: spellings,
  read: ({ at, near, ahead }) => {
    const left = endOf(near, isWordCharacter, 60)
    const right = /^[\w-]{1,80}/.exec(ahead)?.[0] ?? ''
    const word = left + right
    const end = at + right.length
    const before = near.slice(0, near.length - left.length)
    const after = ahead.slice(right.length, right.length + 2)
    const name = word
      .replace(/^(?:de_|se_|deserializeAws_restXml)/, '')
      .replace(/(?:CommandError|OperationDeserializer(?:Kt)?|OperationSerializer(?:Kt)?|Error)$/, '')
    const operation = operationOf(name)
    if (operation === null) return []
    const found: Finding = { at: at - left.length, end, role: 'context', source: 'call', s3: true, operation }
    if (frame.test(before) || /^(?:de_|deserializeAws)|Operation(?:Des|S)erializer/.test(word))
      return [{ toward: 'previous', ...found, source: 'frame' }]
    if (/(?:\.|->|::|\bnew |__call\(')$/.test(before) && /^(?:\(|'|::|Async|: )/.test(after))
      return [{ toward: 'next', ...found }]
    if (/(?:Command|Request)$/.test(word)) return /^[({]/.test(after) ? [{ toward: 'next', ...found }] : []
    if (named.test(before)) return [{ ...found, source: 'field' }]
    // Alone, only the API's own spelling is a word for the operation.
    const alone = word === operation && !/[\w.:/#$-]$/.test(before) && !/^[\w(/-]|^:[\w]|^\.\w/.test(after)
    return alone ? [{ ...found, source: 'prose' }] : []
  },
}

/** `s3:GetObject` said beside an error: in the console's banner or by a person. */
export const actionWord: Shape = {
  name: 'IAM action',
  general: true,
  marks: ['s3:', 's3express:', 's3-object-lambda:'],
  read: ({ at, ahead, near }) => {
    const action = /^(s3(?:express|-object-lambda)?:[A-Z][A-Za-z]{3,60})(?![\w*:/-])/.exec(ahead)?.[1]
    if (action === undefined || /[\w:./-]$/.test(near)) return []
    const source = named.test(near) ? 'field' : 'prose'
    return [{ at, end: at + action.length, role: 'context', source, s3: true, action }]
  },
}
