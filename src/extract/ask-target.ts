import { isPrincipalArn } from './ask-who.ts'
import { type Draft, fillers, type Step, type Word } from './ask-words.ts'
import type { Target } from './found.ts'
import { operationOfWord } from './operation-names.ts'
import { isBucketName, isRegion, parseS3Arn, parseS3Path, parseS3Url, splitPath } from './s3-address.ts'

/** An address, an ARN, a URL, `bucket/key`, or a bucket and a key apart. */
export function readTarget(words: readonly Word[], at: number, draft: Draft): Step | null {
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
  if (!/\/|\.[A-Za-z]\w{0,9}$/.test(tail.at(-1) ?? '')) return { draft, used: 1 }
  return {
    draft: { ...draft, target: { ...draft.target, key: [draft.target.key, ...tail].join(' ') } },
    used: end - at,
  }
}

const isKeyWord = (word: Word | undefined): boolean =>
  word !== undefined && !word.quoted && !endsKey.test(word.text) && !isRegion(word.text)

const endsKey =
  /^(?:as|by|from|via|through|in|on|for|with|version|versionid|region|role|user|should|supposed|expected|but|because|only|it|why|is|was|when|--.*|@.*|arn:.*|s3:.*|https?:.*|vpce?-\w+|\d{1,3}(?:\.\d{1,3}){3}|\w+:\w+)$/i

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

/** A bucket's name alone, or a word of the sentence. */
export function readPlain(words: readonly Word[], at: number, draft: Draft): Step | null {
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

/** `put`, `GetObject`, `get-object`, `s3:GetObject`. */
export function readVerb(words: readonly Word[], at: number, draft: Draft): Step | null {
  const word = words[at]
  if (word === undefined || word.quoted) return null
  const text = word.text.replace(/[:,]$/, '')
  if (/^(?:s3|s3express|s3-object-lambda|kms):[A-Z][A-Za-z]{2,60}$/.test(text))
    return { draft: { ...draft, action: text }, used: 1 }
  const operation = operationOfWord(text)
  if (operation === null || draft.operation !== undefined) return null
  return { draft: { ...draft, operation }, used: 1 }
}
