import type { Draft, Step, Word } from './ask-words.ts'
import { operationOfWord } from './operation-names.ts'
import { parseS3Path } from './s3-address.ts'

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

export function readFlag(words: readonly Word[], at: number, draft: Draft): Step | null {
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

export const personOf = (text: string): string =>
  /^(?:anonymous(?:ly)?|anyone|everyone|nobody|public|\*)$/i.test(text) ? 'anonymous' : text

/** `version X`, `via vpce-…`, `from 203.0.113.9`: facts of the request that a person says without a flag. */
export function readCircumstance(words: readonly Word[], at: number, draft: Draft): Step | null {
  const text = words[at]?.text ?? ''
  const next = words[at + 1]?.text
  if (/^version(?:-?id)?:?$/i.test(text) && next !== undefined && /^[\w.-]{4,1024}$/.test(next))
    return { draft: { ...draft, versionId: next }, used: 2 }
  const bare = text.replace(/[,;]$/, '')
  const key = /^vpce-\w{4,20}$/.test(bare)
    ? 'aws:SourceVpce'
    : /^vpc-\w{4,20}$/.test(bare)
      ? 'aws:SourceVpc'
      : /^\d{1,3}(?:\.\d{1,3}){3}$/.test(bare)
        ? 'aws:SourceIp'
        : null
  return key === null ? null : { draft: { ...draft, context: { ...draft.context, [key]: bare } }, used: 1 }
}
