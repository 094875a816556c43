import type { PlainContext } from './request.ts'
import { isInRange, readDate } from './values.ts'
import { matches, matchesArn, type Piece, readLiteral, readPattern, substitute } from './wildcard.ts'

export type Version = '2008-10-17' | '2012-10-17'

const flip = (text: string): string => text.toLowerCase()

/**
 * Every operator of the page, with the comparison of one value of the request with one of the policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
function compare(operator: string, sent: string, wanted: string, context: PlainContext, version: Version): boolean {
  const put = (read: (text: string) => Piece[]) => substitute(wanted, context, read, version)
  const pieces = (read: (text: string) => Piece[], test: (found: Piece[]) => boolean): boolean => {
    const found = put(read)
    return found !== null && test(found)
  }
  switch (operator) {
    case 'StringEquals':
      return pieces(readLiteral, (found) => matches(found, sent))
    case 'StringEqualsIgnoreCase':
      return pieces(readLiteral, (found) =>
        matches(
          readLiteral(flip(found.map((piece) => (piece.kind === 'char' ? piece.char : '')).join(''))),
          flip(sent),
        ),
      )
    case 'StringLike':
      return pieces(readPattern, (found) => matches(found, sent))
    case 'ArnEquals':
    case 'ArnLike':
      return pieces(readPattern, (found) => matchesArn(found, sent))
    case 'NumericEquals':
      return Number(sent) === Number(wanted)
    case 'NumericLessThan':
      return Number(sent) < Number(wanted)
    case 'NumericLessThanEquals':
      return Number(sent) <= Number(wanted)
    case 'NumericGreaterThan':
      return Number(sent) > Number(wanted)
    case 'NumericGreaterThanEquals':
      return Number(sent) >= Number(wanted)
    case 'DateEquals':
      return readDate(sent) === readDate(wanted)
    case 'DateLessThan':
      return readDate(sent) < readDate(wanted)
    case 'DateLessThanEquals':
      return readDate(sent) <= readDate(wanted)
    case 'DateGreaterThan':
      return readDate(sent) > readDate(wanted)
    case 'DateGreaterThanEquals':
      return readDate(sent) >= readDate(wanted)
    case 'Bool':
      return sent === wanted
    case 'BinaryEquals':
      return Buffer.from(sent, 'base64').equals(Buffer.from(wanted, 'base64'))
    case 'IpAddress':
      return isInRange(sent, wanted)
    default:
      throw new Error(`${operator} is not on the page`)
  }
}

const positiveOf: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

/** One operator over one key, as the pages tell it. */
export function holds(
  operator: string,
  key: string,
  wanted: readonly string[],
  context: PlainContext,
  version: Version,
): boolean {
  const sent = context[key.toLowerCase()] ?? []
  if (operator === 'Null') return wanted.some((value) => (value === 'true') === (sent.length === 0))
  const [quantifier, qualified] = operator.includes(':') ? operator.split(':') : [null, operator]
  const plain = qualified?.replace(/IfExists$/, '') ?? ''
  const ifExists = plain !== qualified
  const positive = positiveOf[plain]
  const one = (value: string): boolean => {
    const found = wanted.some((text) => compare(positive ?? plain, value, text, context, version))
    return positive === undefined ? found : !found
  }
  if (sent.length === 0) {
    if (ifExists || quantifier === 'ForAllValues') return true
    return quantifier === null && positive !== undefined
  }
  // "or if the context key value resolves to a null dataset, such as an empty string"
  if (quantifier === 'ForAllValues') return sent.every((value) => value === '') || sent.every(one)
  return sent.some(one)
}
