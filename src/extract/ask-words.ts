import type { Target } from './found.ts'

export interface Word {
  readonly text: string
  readonly quoted: boolean
}

/** Words apart by blanks; quotes hold a word together; what a sentence ends with falls off the last. */
export function splitWords(line: string): readonly Word[] {
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

/** What has been understood so far. */
export interface Draft {
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

export interface Step {
  readonly draft: Draft
  readonly used: number
}

/** Words of a question or a sentence around what counts. */
export const fillers =
  /^(?:why|how|come|what|who|can|can't|cant|cannot|could|couldn't|not|is|isn't|are|was|does|doesn't|do|did|the|a|an|to|from|on|in|into|at|of|for|my|our|your|i|we|me|it|its|access|denied|accessdenied|error|403|getting|please|check|explain|diagnose|bucket|key|object|objects|file|files|path|operation|action|principal|role|user|with|and|or|be|allowed|get|gets|when|trying|able|unable|fails?|failing|failed|blocked|there|this|that|via|using|contents?|inside|under|anything|still|s3|tell|about|refused|rejected|forbidden|through|region|version)$/i
