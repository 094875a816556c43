import { endOf, type Finding, type Shape } from '../found.ts'
import { fold } from '../message.ts'
import { parseS3Arn } from '../s3-address.ts'

/** Actions that S3 refuses by; `kms:` where an object is encrypted. */
const s3Action = /^(?:s3|s3express|s3-object-lambda|s3-outposts|kms):/

const perform =
  /^(?:is|are)\s+not\s+authorized\s+to\s+perform\s?:?\s+["'`]?([a-z][a-z0-9-]{1,30}:[A-Za-z*]{1,60})["'`]?/i

/**
 * AWS's sentence, wherever it stands. The key in its resource is not URL-encoded; the resource may be missing, unquoted
 * or a KMS key. https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
 */
export const sentence: Shape = {
  name: "AWS's sentence",
  marks: [
    'is not authorized to',
    'is not authorized\nto',
    'is not\nauthorized to',
    'is\nnot authorized to',
    'not authorized to perform sts',
  ],
  read: ({ at, ahead, back, mark }) => {
    if (mark === 'not authorized to perform sts')
      return [{ at, end: at + mark.length, role: 'error', source: 'sentence', verdict: 'refusal', otherService: true }]
    const head = perform.exec(ahead)
    const action = head?.[1]
    const who = readUser(back)
    if (head === null || action === undefined || who === null) return []
    const { whole, principal } = who
    const start = at - whole.length
    const resource = readResource(ahead, head[0].length)
    const reason = readReason(ahead, resource.end)
    const message = fold(
      `${whole}${ahead.slice(0, head[0].length)} ${resource.words} ${ahead.slice(resource.end, reason)}`,
    )
    const isOfS3 = s3Action.test(action)
    const target = isOfS3 ? parseS3Arn(resource.arn) : {}
    const found: Finding = {
      at: start,
      end: at + reason,
      role: 'error',
      source: 'sentence',
      verdict: 'refusal',
      covers: true,
      principal,
      action,
      message,
      ...(resource.arn.startsWith('arn:') && /^arn:aws[a-z-]{0,12}:kms:/.test(resource.arn)
        ? { kmsKeyArn: resource.arn }
        : {}),
      ...(isOfS3 ? {} : { otherService: true }),
      ...(isOfS3 && !action.startsWith('kms:') ? { s3: true } : {}),
      ...((target.bucket ?? target.accessPoint) ? { target } : {}),
    }
    return [found]
  },
}

/** `User: P ` before the mark, or P alone where it is an ARN. */
function readUser(back: string): { readonly whole: string; readonly principal: string } | null {
  const gap = endOf(back, isBlank, 4)
  const before = back.slice(0, back.length - gap.length)
  const principal = endOf(before, isOfPrincipal, 2_100)
  const label = /\bUser:[ \n]{1,3}$/i.exec(
    before.slice(Math.max(0, before.length - principal.length - 10), before.length - principal.length),
  )
  if (gap === '' || principal.length < 2 || (label === null && !/^arn:|^anonymous$/i.test(principal))) return null
  return { whole: `${label?.[0] ?? ''}${principal}${gap}`, principal }
}

const isBlank = (code: number): boolean => code === 32 || code === 10

/** Neither white space nor a quote nor a bracket. */
const isOfPrincipal = (code: number): boolean =>
  code > 32 && code !== 34 && code !== 39 && code !== 96 && code !== 40 && code !== 41

interface Resource {
  readonly arn: string
  /** As the message says it, without the line breaks of a terminal. */
  readonly words: string
  readonly end: number
}

/** `on resource: "R"`, its quotes optional; a line break inside a quoted ARN is a terminal's and deleted. */
function readResource(text: string, from: number): Resource {
  const none = { arn: '', words: '', end: from }
  const cipher = /^\s+on\s+(?:the\s+resource\s+associated\s+with\s+this\s+ciphertext|this\s+resource)/.exec(
    text.slice(from, from + 120),
  )
  if (cipher !== null) return { arn: '', words: fold(cipher[0]), end: from + cipher[0].length }
  const lead = /^\s+on\s+(?:the\s+)?resource:?\s+(["'`]?)/.exec(text.slice(from, from + 60))
  if (lead === null) return none
  const [opening, quote = ''] = lead
  const start = from + opening.length
  const rest = text.slice(start, start + 2400)
  const length = quote === '' ? bareLength(rest) : quotedLength(rest, quote)
  const arn = rest.slice(0, length).replace(/[ ]?\n[ ]*/g, quote === '' ? ' ' : '')
  const closed = quote !== '' && rest[length] === quote ? quote : ''
  return {
    arn,
    words: `${fold(opening)}${quote === '' ? ' ' : ''}${arn}${closed}`
      .replace(/: "/, ': "')
      .replace(/:(["'`])/, ': $1'),
    end: start + length + closed.length,
  }
}

/** A quote ends the resource where the sentence goes on or stops; a key may hold a quote of its own. */
function quotedLength(text: string, quote: string): number {
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1))
    if (/^.(?:$|[\s.,;)\]}<"'`])/.test(text.slice(at, at + 2))) return at
  return text.search(/$|\n\n|\f/)
}

/** Unquoted, it runs to the reason, since a key may hold blanks, and else to white space. */
function bareLength(text: string): number {
  const line = text.search(/\f|$/)
  const reason = /\s+(?:because\s+(?:no|public)\s|with\s+an\s+explicit\s+deny)/.exec(text.slice(0, line))
  const word = text.search(/\s|["'`<>]|$/)
  const gap = reason === null ? '' : text.slice(0, reason.index)
  if (reason !== null && !/\n|: |User:/.test(gap)) return reason.index
  return text.slice(0, word).replace(/[.,;:)\]}]{1,3}$/, '').length
}

const denyReason =
  /^,?\s+with\s+an\s+explicit\s+deny\s+in\s+(?:an?|the)\s+(?:[A-Za-z-]{1,30}\s+){1,5}?(?:policy|boundary)(?:(?:,?\s+with\s+policy\s+ARN:?|:)\s+(["'`]?)arn:[^\s"'`,)<>\]}]{1,400}\1)?/i
const allowReason =
  /^,?\s+because\s+no\s+(?:[A-Za-z-]{1,30}\s+){1,8}?allows?\s+the\s+[A-Za-z0-9-]{1,30}:[A-Za-z*]{1,60}\s+action/i
const otherReason = /^,?\s+because\s+[^.\n"<]{1,240}(?:\n[^.\n"<]{1,120})?\.?/i

/** Where the sentence ends. Only the wordings of Block Public Access end in a full stop. */
function readReason(text: string, from: number): number {
  const rest = text.slice(from, from + 900)
  const found = denyReason.exec(rest) ?? allowReason.exec(rest) ?? otherReason.exec(rest)
  return found === null ? from : from + found[0].length
}
