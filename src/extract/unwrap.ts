/** Narrower than any terminal, equal lengths are a list's. */
const narrowest = 50

/** A run of lines, from the first to the last, that are one line broken by a terminal, or lines of their own. */
export interface Block {
  readonly from: number
  readonly to: number
  readonly joined: boolean
}

/**
 * A terminal breaks lines at its width, in the middle of a word or not: such lines are all equally long and the last is
 * shorter. Lines that begin alike, or as a log's line does, are lines of their own. Each line is looked at once.
 */
export function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = []
  for (let from = 0; from < lines.length; ) {
    const last = endOfRun(lines, from)
    const rest = lines[last + 1]
    const joined =
      last > from &&
      rest !== undefined &&
      rest !== '' &&
      rest.length <= (lines[from]?.length ?? 0) &&
      continuesLine(lines[last] ?? '', rest) &&
      (last - from > 1 || !lines.slice(from + 1, last + 2).some((line) => beginsField.test(line)))
    const to = joined ? last + 1 : last
    blocks.push({ from, to, joined })
    from = to + 1
  }
  return blocks
}

/** The last of the equally long lines that begin at `from`. */
function endOfRun(lines: readonly string[], from: number): number {
  const width = lines[from]?.length ?? 0
  let last = from
  if (width >= narrowest)
    while (lines[last + 1]?.length === width && continuesLine(lines[last] ?? '', lines[last + 1] ?? '')) last++
  return last
}

/** Two lines may be equally long by chance, so a `name: ` at a line's beginning is taken for one. */
const beginsField = /^[A-Za-z][\w-]{3,40} ?[:=]/

/** How a log's line, an error or a request begins. */
export const beginsRecord =
  /^(?:An error occurred|https?:\/\/|(?:GET|PUT|HEAD|POST|DELETE) |operation error |\d{4}[-/]\d|\[|\{|time=|level=|ts=|ERROR|WARN|INFO|DEBUG|FATAL|\s*at |Caused by|\$ |Traceback|upload|download|copy|move|delete|aws )/

const continuesLine = (line: string, next: string): boolean =>
  line.slice(0, 5) !== next.slice(0, 5) && !beginsRecord.test(next)
