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
    const line = text.replace(/[ \t]+/g, ' ').trim()
    const inBox = lines[at]?.gutter === true && lines[at - 1]?.gutter === true
    const continued = /^[ \t]/.test(text) || (inBox && !/^(?:Error|Warning):/.test(line) && !beginsRecord.test(line))
    if (line !== '' || out.at(-1) !== '') out.push(line !== '' && continued ? `  ${line}` : line)
  }
  for (const { from, to, joined } of blocksOf(bare)) {
    if (joined) add(bare.slice(from, to + 1).join(''), from)
    else for (let at = from; at <= to; at++) add(bare[at] ?? '', at)
  }
  return out.join('\n')
}

function undoMargin(raw: string): Line {
  const said = raw.replace(/^[ \t]{0,200}>{1,3}(?= |$|[^<=>]) ?/, '')
  const margin = /^[ \t]{0,200}([│┃╷╵╭╰▌])(?: ?[│┃]){0,2}[ \t]?/.exec(said)
  if (margin === null) return { text: said, gutter: false }
  return { text: said.slice(margin[0].length), gutter: margin[1] === '│' || margin[1] === '┃' }
}
