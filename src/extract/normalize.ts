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

/** Line by line: the gutter (`│`), the quote mark (`>`), trailing blanks; long runs of blanks and empty lines. */
function collapse(text: string): string {
  const lines: string[] = []
  let empty = 0
  for (const raw of text.split('\n')) {
    const said = raw.replace(/^[ \t]{0,200}>{1,3}(?= |$|[^<=>]) ?/, '')
    const gutter = /^[ \t]{0,200}([│┃╷╵╭╰▌])[ \t]?/.exec(said)
    const bare = gutter === null ? said : said.slice(gutter[0].length)
    const wrapped = gutter?.[1] === '│' || gutter?.[1] === '┃'
    const indented = /^[ \t]/.test(bare)
    const line = bare.replace(/[ \t]+/g, ' ').trim()
    if (line === '') {
      empty++
      if (empty <= 1) lines.push('')
      continue
    }
    empty = 0
    lines.push(indented || (wrapped && !/^(?:Error|Warning):/.test(line)) ? `  ${line}` : line)
  }
  return lines.join('\n')
}
