import { beginsRecord, blocksOf } from './unwrap.ts'

/**
 * One text to read: passages apart by a form feed, quotes straight, terminal's gutter and colours gone, runs of white
 * space short. Two spaces at a line's start stay, because an indented line continues the one above.
 */
export const passageBreak = '\f'

export function joinPassages(passages: readonly string[]): string {
  return passages.map(normalize).join(`\n${passageBreak}\n`)
}

/** Every replacement looks at a character class or at a literal, so each is linear. */
export function normalize(text: string): string {
  let out = dropColours(text)
  if (typeset.test(out))
    out = out
      .replace(/\r\n?/g, '\n')
      .replace(/[\u200b-\u200d\u2060\ufeff\u00ad]/g, '')
      .replace(/[\u00a0\u2000-\u200a\u202f\u3000\v\f]/g, ' ')
      .replace(/[\u201c\u201d\u201e\u201f\u00ab\u00bb]/g, '"')
      .replace(/[\u2018\u2019\u201a\u201b]/g, "'")
  if (out.includes('\\')) out = undoEscapes(out)
  if (out.includes('&')) out = out.replace(/&(?:quot|#34|#x22);/g, '"').replace(/&(?:apos|#39|#x27);/g, "'")
  return collapse(out)
}

/** Every character that `normalize` replaces one by one: most texts have none, and are looked at once. */
const typeset = /[\r\v\f\u00a0\u00ab\u00ad\u00bb\u2000-\u200d\u2018-\u201f\u202f\u2060\u3000\ufeff]/

const escapeCharacter = String.fromCharCode(27)

/** A terminal's colours: ESC `[` digits and a letter. */
const dropColours = (text: string): string =>
  text.includes(escapeCharacter)
    ? text
        .split(escapeCharacter)
        .map((part, index) => (index === 0 ? part : part.replace(/^\[[0-9;]{0,20}[A-Za-z]/, '')))
        .join('')
    : text

/** `\"` of a log's quoted value and the line breaks that JSON spells out. A backslash before a small letter may be a path. */
const undoEscapes = (text: string): string =>
  text
    .replace(/\\{1,3}(?=["'])/g, '')
    .replace(/\\[nr](?=[\sA-Z0-9"'<{[}\]\\]|at |$)/g, '\n')
    .replace(/\\t(?=[\sA-Z0-9"'<{[\\]|at |status )/g, '\t')
    .replace(/\\u003c/gi, '<')
    .replace(/\\u003e/gi, '>')
    .replace(/\\u0026/gi, '&')
    .replace(/\\u002f|\\\//gi, '/')

interface Line {
  readonly text: string
  /** It stood behind a terminal's gutter. */
  readonly gutter: boolean
}

/** Line by line: the gutter (`│`), the quote mark (`>`), a terminal's width, blanks in a row, empty lines in a row. */
function collapse(text: string): string {
  const lines = text.split('\n').map(undoMargin)
  const bare = lines.map((line) => line.text)
  const out: string[] = []
  const add = (text: string, at: number): void => {
    const line = shortenBlanks(text).trim()
    if (line === '') {
      if (out.at(-1) !== '') out.push('')
      return
    }
    const inBox = lines[at]?.gutter === true && lines[at - 1]?.gutter === true
    const continued = /^[ \t]/.test(text) || (inBox && !/^(?:Error|Warning):/.test(line) && !beginsRecord.test(line))
    out.push(continued ? `  ${line}` : line)
  }
  for (const { from, to, joined } of blocksOf(bare)) {
    if (joined) add(rejoin(bare.slice(from, to + 1)), from)
    else for (let at = from; at <= to; at++) add(bare[at] ?? '', at)
  }
  return out.join('\n')
}

/** Behind a closing quote stood a blank, which fell off at the terminal's edge. */
const rejoin = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replace(/(?<=[\w)]")\n(?=[a-z])/g, ' ')
    .replaceAll('\n', '')

const shortenBlanks = (line: string): string =>
  line.includes('  ') || line.includes('\t') ? line.replace(/[ \t]+/g, ' ') : line

/** The first character that is no blank, as a code; more than 200 blanks are no margin. */
function firstCode(line: string): number {
  let at = 0
  while (at < 200 && (line.charCodeAt(at) === 32 || line.charCodeAt(at) === 9)) at++
  return line.charCodeAt(at)
}

function undoMargin(raw: string): Line {
  const first = firstCode(raw)
  // `>`, or a line of a box (U+2500 to U+259F).
  if (first !== 62 && !(first >= 0x2500 && first <= 0x259f)) return { text: raw, gutter: false }
  const said = raw.replace(/^[ \t]{0,200}>{1,3}(?= |$|[^<=>]) ?/, '')
  const margin = /^[ \t]{0,200}([│┃╷╵╭╰▌])(?: ?[│┃]){0,2}[ \t]?/.exec(said)
  if (margin === null) return { text: said, gutter: false }
  return { text: said.slice(margin[0].length), gutter: margin[1] === '│' || margin[1] === '┃' }
}
