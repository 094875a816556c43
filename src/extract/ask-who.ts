import { personOf } from './ask-flags.ts'
import { type Draft, fillers, type Step, type Word } from './ask-words.ts'
import { operationOfWord } from './operation-names.ts'
import { parseS3Arn } from './s3-address.ts'

export const isPrincipalArn = (text: string): boolean => /^arn:aws[a-z-]{0,12}:(?:iam|sts):/.test(text)

/** `as WHO`, `as role WHO`, `@arn`, an IAM ARN, `anonymously`, `should be WHO`. */
export function readWho(words: readonly Word[], at: number, draft: Draft): Step | null {
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

const modal = /^(?:can't|cant|cannot|can|couldn't|could|doesn't|does|isn't|is|won't|may|should)$/i

const refused = /^(?:denied|blocked|refused|forbidden|rejected)$/i

/** `why can't WHO list B?`: who stands between the modal and the verb. */
export function readQuestion(words: readonly Word[]): {
  readonly principal: string | null
  readonly rest: readonly Word[]
} {
  const none = { principal: null, rest: words }
  const at = words.slice(0, 5).findIndex((word) => modal.test(word.text) || /^(?:was|are)$/i.test(word.text))
  if (at < 0 || !/^(?:why|how|what|can|can't|cannot|cant|is|does|should|may)$/i.test(words[0]?.text ?? '')) return none
  let who = at + 1
  while (/^(?:the|role|user|my|our)$/i.test(words[who]?.text ?? '')) who++
  const name = words[who]?.text
  const next = words
    .slice(who + 1, who + 4)
    .findIndex((word) => operationOfWord(word.text) !== null || refused.test(word.text))
  if (name === undefined || next < 0 || /^(?:i|we|it|you|they|he|she|anyone|everyone|someone|nobody)$/i.test(name))
    return none
  if (operationOfWord(name) !== null || parseS3Arn(name).bucket !== undefined) return none
  const kind = /^user$/i.test(words[who - 1]?.text ?? '') ? 'user/' : ''
  return { principal: `${kind}${name}`, rest: [...words.slice(0, at), ...words.slice(who + 1 + next)] }
}
