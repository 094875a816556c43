/** Narrower than any terminal, equal lengths are a list's. */
const narrowest = 50

/**
 * A terminal breaks lines at its width, in the middle of a word or not: such lines are all equally long and the last is
 * shorter. Lines that begin alike, or as a log's line does, are lines of their own. Tells the last line of the block that
 * begins at `from`, or `from` where none does.
 */
export function endOfBlock(lines: readonly string[], from: number): number {
  const width = lines[from]?.length ?? 0
  let last = from
  while (lines[last + 1]?.length === width && continuesLine(lines[last] ?? '', lines[last + 1] ?? '')) last++
  const rest = lines[last + 1]
  if (width < narrowest || last === from || rest === undefined || rest === '' || rest.length > width) return from
  return continuesLine(lines[last] ?? '', rest) ? last + 1 : from
}

/** How a log's line, an error or a request begins. */
export const beginsRecord =
  /^(?:An error occurred|https?:\/\/|(?:GET|PUT|HEAD|POST|DELETE) |operation error |\d{4}[-/]\d|\[|\{|time=|level=|ts=|ERROR|WARN|INFO|DEBUG|FATAL|\s*at |Caused by|\$ |Traceback|upload|download|copy|move|delete|aws )/

const continuesLine = (line: string, next: string): boolean =>
  line.slice(0, 5) !== next.slice(0, 5) && !beginsRecord.test(next)
