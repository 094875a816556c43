import type { Ask } from '../ask.ts'
import { readCircumstance, readFlag } from './ask-flags.ts'
import { readPlain, readTarget, readVerb } from './ask-target.ts'
import { readQuestion, readWho } from './ask-who.ts'
import { type Draft, type Step, splitWords, type Word } from './ask-words.ts'
import { isBucketLevel } from './operation-names.ts'
import { readExpectedPrincipal } from './symptoms.ts'

/**
 * The grammar of a command: words, each a flag, `as WHO`, a verb or operation, an action, a principal's ARN, or the target;
 * `null` where nothing names one. Work is linear in the number of words.
 */
export function parseAsk(line: string): Ask | null {
  const words = splitWords(line.replace(/\f/g, ' '))
  const expected = readExpectedPrincipal(line, true)
  const { principal, rest } = readQuestion(words)
  const asked = principal === null ? null : finish(readWords(rest, { unknown: [], principal }), expected)
  // `why is acme-reports denied`: who seemed to be asked about is what.
  return asked ?? finish(readWords(words, { unknown: [] }), expected)
}

function readWords(words: readonly Word[], empty: Draft): Draft {
  let draft = empty
  for (let i = 0; i < words.length; ) {
    const step = readWord(words, i, draft)
    draft = step.draft
    i += Math.max(step.used, 1)
  }
  return draft
}

function readWord(words: readonly Word[], at: number, draft: Draft): Step {
  const word = words[at] ?? { text: '', quoted: false }
  return (
    readFlag(words, at, draft) ??
    readCircumstance(words, at, draft) ??
    readWho(words, at, draft) ??
    readTarget(words, at, draft) ??
    readVerb(words, at, draft) ??
    readPlain(words, at, draft) ?? { draft: { ...draft, unknown: [...draft.unknown, word.text] }, used: 1 }
  )
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
