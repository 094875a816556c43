import type { Ask } from '../ask.ts'
import type { Target } from './found.ts'
import { isBucketLevel, operationOfWord } from './operation-names.ts'
import { isBucketName, isRegion, parseS3Arn, parseS3Path, parseS3Url, splitPath } from './s3-address.ts'
import { readExpectedPrincipal } from './symptoms.ts'

interface Word {
  readonly text: string
  readonly quoted: boolean
}

/** What has been understood so far. */
interface Draft {
  readonly target?: Target
  /** The target can be nothing else: an address, an ARN, a URL, `bucket/key`. */
  readonly certain?: boolean
  readonly key?: string
  /** Where a copy reads. */
  readonly source?: { readonly bucket: string; readonly key: string }
  readonly operation?: string
  readonly action?: string
  readonly principal?: string
  readonly region?: string
  readonly versionId?: string
  readonly context?: Readonly<Record<string, string>>
  /** Words that mean nothing here. */
  readonly unknown: readonly string[]
}

/** Words of a question or a sentence around what counts. */
const fillers =
  /^(?:why|how|come|what|who|can|can't|cant|cannot|could|couldn't|not|is|isn't|are|was|does|doesn't|do|did|the|a|an|to|from|on|in|into|at|of|for|my|our|your|i|we|me|it|its|access|denied|accessdenied|error|403|getting|please|check|explain|diagnose|bucket|key|object|objects|file|files|path|operation|action|principal|role|user|with|and|or|be|allowed|get|gets|when|trying|able|unable|fails?|failing|failed|blocked|there|this|that|via|using|contents?|inside|under|anything|still|s3|tell|about)$/i

const modal = /^(?:can't|cant|cannot|can|couldn't|could|doesn't|does|isn't|is|won't|may|should)$/i

/**
 * The grammar of a command: words, each a flag, `as WHO`, a verb or operation, an action, a principal's ARN, or the target;
 * `null` where nothing names one. Work is linear in the number of words.
 */
export function parseAsk(line: string): Ask | null {
  const words = splitWords(line.replace(/\f/g, ' '))
  const question = readQuestion(words)
  let draft: Draft = { unknown: [], ...(question.principal === null ? {} : { principal: question.principal }) }
  const rest = question.rest
  const expected = readExpectedPrincipal(line, true)
  for (let i = 0; i < rest.length; ) {
    const step = readWord(rest, i, draft)
    draft = step.draft
    i += Math.max(step.used, 1)
  }
  return finish(draft, expected)
}

/** Words apart by blanks; quotes hold a word together; what a sentence ends with falls off the last. */
function splitWords(line: string): readonly Word[] {
  const words: Word[] = []
  for (const match of line.matchAll(
    /(--?[a-z][a-z-]{0,30}=)?(?:"([^"\n]{0,4000})"|`([^`\n]{0,4000})`|(?<=^|\s|=)'([^'\n]{0,4000})'(?=\s|$))|\S+/gi,
  )) {
    const inner = match[2] ?? match[3] ?? match[4]
    if (inner !== undefined) words.push({ text: `${match[1] ?? ''}${inner}`, quoted: true })
    else words.push({ text: match[0], quoted: false })
    if (words.length > 400) break
  }
  const last = words.at(-1)
  if (last === undefined || last.quoted) return words
  const bare = last.text.replace(/[?!.,;:]{1,5}$/, '')
  return bare === '' ? words.slice(0, -1) : [...words.slice(0, -1), { ...last, text: bare }]
}

/** `why can't WHO list B?`: who stands between the modal and the verb. */
function readQuestion(words: readonly Word[]): { readonly principal: string | null; readonly rest: readonly Word[] } {
  const none = { principal: null, rest: words }
  const at = words.slice(0, 5).findIndex((word) => modal.test(word.text))
  if (at < 0 || !/^(?:why|how|what|can|can't|cannot|cant|is|does|should|may)$/i.test(words[0]?.text ?? '')) return none
  let who = at + 1
  while (/^(?:the|role|user|my|our)$/i.test(words[who]?.text ?? '')) who++
  const name = words[who]?.text
  const next = words.slice(who + 1, who + 4).findIndex((word) => operationOfWord(word.text) !== null)
  if (name === undefined || next < 0 || /^(?:i|we|it|you|they|he|she|anyone|everyone|someone|nobody)$/i.test(name))
    return none
  if (operationOfWord(name) !== null || parseS3Arn(name).bucket !== undefined) return none
  const kind = /^user$/i.test(words[who - 1]?.text ?? '') ? 'user/' : ''
  return { principal: `${kind}${name}`, rest: [...words.slice(0, at), ...words.slice(who + 1 + next)] }
}

interface Step {
  readonly draft: Draft
  readonly used: number
}

function readWord(words: readonly Word[], at: number, draft: Draft): Step {
  const word = words[at] ?? { text: '', quoted: false }
  return (
    readFlag(words, at, draft) ??
    readWho(words, at, draft) ??
    readTarget(words, at, draft) ??
    readVerb(words, at, draft) ??
    readPlain(words, at, draft) ?? { draft: { ...draft, unknown: [...draft.unknown, word.text] }, used: 1 }
  )
}

const flagNames: Readonly<Record<string, keyof Draft | 'bucket'>> = {
  '--as': 'principal',
  '--principal': 'principal',
  '--role': 'principal',
  '--operation': 'operation',
  '--op': 'operation',
  '--action': 'action',
  '--region': 'region',
  '--key': 'key',
  '--bucket': 'bucket',
  '--version-id': 'versionId',
  '--context': 'context',
}

function readFlag(words: readonly Word[], at: number, draft: Draft): Step | null {
  const text = words[at]?.text ?? ''
  if (!text.startsWith('--')) return null
  const equals = text.indexOf('=')
  const name = equals < 0 ? text : text.slice(0, equals)
  const field = Object.hasOwn(flagNames, name) ? flagNames[name] : undefined
  const value = equals < 0 ? words[at + 1]?.text : text.slice(equals + 1)
  const used = equals < 0 ? 2 : 1
  if (field === undefined || value === undefined || value === '') return { draft, used: 1 }
  switch (field) {
    case 'operation': {
      const operation = operationOfWord(value)
      if (/^[a-z0-9-]{2,30}:[A-Za-z]{3,60}$/.test(value)) return { draft: { ...draft, action: value }, used }
      return { draft: operation === null ? draft : { ...draft, operation }, used }
    }
    case 'bucket':
      return { draft: { ...draft, target: parseS3Path(value), certain: true }, used }
    case 'context': {
      const sign = value.indexOf('=')
      if (sign < 1) return { draft, used }
      return { draft: { ...draft, context: { ...draft.context, [value.slice(0, sign)]: value.slice(sign + 1) } }, used }
    }
    case 'principal':
      return { draft: { ...draft, principal: personOf(value) }, used }
    case 'action':
    case 'region':
    case 'key':
    case 'versionId':
      return { draft: { ...draft, [field]: value }, used }
    case 'target':
    case 'source':
    case 'certain':
    case 'unknown':
      return { draft, used }
  }
}

const personOf = (text: string): string =>
  /^(?:anonymous(?:ly)?|anyone|everyone|nobody|public|\*)$/i.test(text) ? 'anonymous' : text

const isPrincipalArn = (text: string): boolean => /^arn:aws[a-z-]{0,12}:(?:iam|sts):/.test(text)

/** `as WHO`, `as role WHO`, `@arn`, an IAM ARN, `anonymously`, `should be WHO`. */
function readWho(words: readonly Word[], at: number, draft: Draft): Step | null {
  const text = words[at]?.text ?? ''
  if (/^(?:should|supposed|expected|expecting|intended|meant)$/i.test(text)) return skipExpectation(words, at, draft)
  if (/^anonymously$/i.test(text)) return { draft: { ...draft, principal: 'anonymous' }, used: 1 }
  if (/^@(?:arn:|role\/|user\/|\w)/.test(text))
    return { draft: { ...draft, principal: personOf(text.slice(1)) }, used: 1 }
  if (isPrincipalArn(text)) return { draft: { ...draft, principal: text }, used: 1 }
  const kindOnly = /^(?:role|user)$/i.test(text) && isName(words[at + 1]?.text ?? '')
  if (!kindOnly && !/^(?:as|by)$/i.test(text)) return null
  let who = at + 1
  while (/^(?:the|a|an|role|user|iam|principal)$/i.test(words[who]?.text ?? '')) who++
  const name = words[who]?.text.replace(/[,;]$/, '')
  if (name === undefined || name.startsWith('--')) return null
  const kind =
    /^user$/i.test(words[who - 1]?.text ?? '') && !name.includes('/') && !name.startsWith('arn:') ? 'user/' : ''
  return { draft: { ...draft, principal: kind === '' ? personOf(name) : `${kind}${name}` }, used: who + 1 - at }
}

/** `role ci-deploy`: a name follows, and no word of a sentence. */
const isName = (text: string): boolean =>
  /^[\w+=,.@/:-]{2,600}$/.test(text) && !fillers.test(text) && operationOfWord(text) === null

/** The expectation is read from the whole line; here its words are only stepped over. */
function skipExpectation(words: readonly Word[], at: number, draft: Draft): Step | null {
  let end = at + 1
  while (
    end < words.length &&
    end < at + 8 &&
    /^(?:be|to|run|running|as|use|using|assume|the|role|user|caller|principal|really|is|was|:)$/i.test(
      words[end]?.text ?? '',
    )
  )
    end++
  return end === at + 1 ? null : { draft, used: end + 1 - at }
}

/** An address, an ARN, a URL, `bucket/key`, or a bucket and a key apart. */
function readTarget(words: readonly Word[], at: number, draft: Draft): Step | null {
  const word = words[at]
  if (word === undefined) return null
  const text = word.quoted ? word.text : word.text.replace(/^[("'<]{1,3}|[)"'>,;]{1,3}$/g, '')
  const address = addressOf(text)
  if (draft.target?.bucket !== undefined || draft.target?.accessPoint !== undefined)
    return readCopyTarget(address ?? pathOf(text), draft) ?? readKey(words, at, draft)
  if (address !== null) {
    const named = address.versionId === undefined ? {} : { versionId: address.versionId }
    return withTail(words, at, { ...draft, target: address, certain: true, ...named }, word.quoted)
  }
  const path = pathOf(text)
  if (path === null) return null
  return withTail(
    words,
    at,
    { ...draft, target: path, certain: /[-.\d]/.test(path.bucket ?? '') || word.quoted || words.length === 1 },
    word.quoted,
  )
}

/** `bucket/key`. */
function pathOf(text: string): Target | null {
  if (!text.includes('/') || text.startsWith('/') || text.startsWith('.') || /:\/\//.test(text)) return null
  const path = splitPath(text)
  return path.bucket === undefined || /^(?:role|user|and|or|s3|he|she)$/i.test(path.bucket) ? null : path
}

/** `copy A to B` asks for B and reads A. */
function readCopyTarget(target: Target | null, draft: Draft): Step | null {
  if (target === null || draft.source !== undefined || !/^(?:CopyObject|UploadPartCopy)$/.test(draft.operation ?? ''))
    return null
  const { bucket, key } = draft.target ?? {}
  if (bucket === undefined || key === undefined) return null
  return { draft: { ...draft, target, source: { bucket, key } }, used: 1 }
}

function addressOf(text: string): Target | null {
  const scheme = /^s3[an]?:\/\//i.exec(text)?.[0]
  const target =
    scheme !== undefined
      ? parseS3Path(text.slice(scheme.length))
      : text.startsWith('arn:')
        ? parseS3Arn(text)
        : /^https?:\/\//i.test(text) || /\.amazonaws\.com/.test(text)
          ? (parseS3Url(text)?.target ?? {})
          : {}
  return target.bucket === undefined && target.accessPoint === undefined ? null : target
}

/** Unquoted, a key may hold blanks: the words up to the next that means something, if they end like a file's name. */
function withTail(words: readonly Word[], at: number, draft: Draft, quoted: boolean): Step {
  if (quoted || draft.target?.key === undefined) return { draft, used: 1 }
  let end = at + 1
  while (end < words.length && end < at + 12 && isKeyWord(words[end])) end++
  const tail = words.slice(at + 1, end).map((word) => word.text)
  if (!/[/.]/.test(tail.at(-1) ?? '')) return { draft, used: 1 }
  return {
    draft: { ...draft, target: { ...draft.target, key: [draft.target.key, ...tail].join(' ') } },
    used: end - at,
  }
}

const isKeyWord = (word: Word | undefined): boolean =>
  word !== undefined &&
  !word.quoted &&
  !/^(?:as|by|--.*|@.*|should|supposed|expected|arn:.*|s3:.*|https?:.*|but|because|only|it)$/i.test(word.text)

function readKey(words: readonly Word[], at: number, draft: Draft): Step | null {
  const word = words[at]
  const { target } = draft
  if (word === undefined || target === undefined || target.key !== undefined || draft.key !== undefined) return null
  if (draft.unknown.length > 0 || (fillers.test(word.text) && !word.quoted) || isPrincipalArn(word.text)) return null
  const before = words[at - 1]?.text ?? ''
  const follows = before === target.bucket || /^(?:key|object|file|path)$/i.test(before.replace(/:$/, ''))
  if (!word.quoted && !(follows && (/[/.]/.test(word.text) || words.length <= 2 || /^(?:key|object)/i.test(before))))
    return null
  const key = word.text.replace(/^\/(?=.)/, '')
  return withTail(words, at, { ...draft, target: { ...target, key } }, word.quoted)
}

/** `put`, `GetObject`, `get-object`, `s3:GetObject`. */
function readVerb(words: readonly Word[], at: number, draft: Draft): Step | null {
  const word = words[at]
  if (word === undefined || word.quoted) return null
  const text = word.text.replace(/[:,]$/, '')
  if (/^(?:s3|s3express|s3-object-lambda|kms):[A-Z][A-Za-z]{2,60}$/.test(text))
    return { draft: { ...draft, action: text }, used: 1 }
  const operation = operationOfWord(text)
  if (operation === null || draft.operation !== undefined) return null
  return { draft: { ...draft, operation }, used: 1 }
}

/** A bucket's name alone, or a word of the sentence. */
function readPlain(words: readonly Word[], at: number, draft: Draft): Step | null {
  const word = words[at]
  if (word === undefined) return null
  const text = word.text.replace(/[,;:]$/, '')
  if (fillers.test(text) && !word.quoted) return { draft, used: 1 }
  if (isRegion(text)) return { draft: { ...draft, region: text }, used: 1 }
  if (draft.target !== undefined || !isBucketName(text)) return null
  const before = words[at - 1]?.text ?? ''
  const named = /^bucket:?$/i.test(before) || word.quoted
  const asked = draft.operation !== undefined && /^[a-z0-9]/.test(text) && draft.unknown.length === 0
  if (!/[-.\d]/.test(text) && !named && !asked) return null
  return { draft: { ...draft, target: { bucket: text }, certain: named || /[-.\d]/.test(text) }, used: 1 }
}

function finish(draft: Draft, expected: string | null): Ask | null {
  const { target } = draft
  if (target?.bucket === undefined && target?.accessPoint === undefined) return null
  if (!draft.certain && draft.unknown.length > 0) return null
  const listed = draft.operation !== undefined && isBucketLevel(draft.operation)
  const whole = draft.key ?? target.key
  const folder =
    whole?.endsWith('/') === true &&
    draft.operation === undefined &&
    draft.action === undefined &&
    draft.key === undefined
  const isPrefix = listed || folder
  const region = target.region ?? draft.region
  return {
    ...(target.bucket === undefined ? {} : { bucket: target.bucket }),
    ...(target.accessPoint === undefined ? {} : { accessPoint: target.accessPoint }),
    ...(whole === undefined || isPrefix ? {} : { key: whole }),
    ...(whole !== undefined && isPrefix && /List/.test(draft.operation ?? 'List')
      ? { parameters: { prefix: whole } }
      : {}),
    ...(draft.principal === undefined ? {} : { principal: draft.principal }),
    ...(draft.operation === undefined ? {} : { operation: draft.operation }),
    ...(draft.action === undefined ? {} : { action: draft.action }),
    ...(draft.versionId === undefined ? {} : { versionId: draft.versionId }),
    ...(region === undefined ? {} : { region }),
    ...(draft.source === undefined ? {} : { source: draft.source }),
    ...(draft.context === undefined ? {} : { context: draft.context }),
    ...(expected === null ? {} : { expectedPrincipal: expected }),
  }
}
