import type { Shape } from '../found.ts'
import { parseS3Path } from '../s3-address.ts'
import { trimEnd } from './addresses.ts'

/** `aws s3 cp A B`, s5cmd's `"cp A B"`: of two addresses the operation says which was refused. `ls` lists a prefix. */
export const copyCommand: Shape = {
  name: 'copy command',
  marks: ['aws s3 ', 's5cmd ', '"cp ', '"mv ', '"sync ', "'cp ", "'mv "],
  read: ({ at, ahead }) => {
    const line = ahead.slice(0, Math.max(ahead.slice(0, 2_600).search(/[\n\f]|$/), 0))
    const verb =
      /^(?:aws s3|s5cmd(?: --?[a-z-]{1,30}(?:[ =][\w./:-]{1,60})?){0,4}|["']) ?(cp|mv|sync|ls|rm|presign|cat|mb|rb|du)\b/.exec(
        line,
      )?.[1]
    if (verb === undefined) return []
    const paths = commandPaths(line)
    const targets = paths.map((path) => parseS3Path(path.text))
    const [first, second] = targets
    const last = paths.at(-1)
    if (first === undefined || last === undefined) return []
    const found = {
      at,
      end: at + last.end,
      role: 'context',
      source: 'command',
      toward: 'next',
      s3: true,
      covers: true,
    } as const
    const listed = verb === 'ls' || verb === 'mb' || verb === 'rb' || verb === 'du'
    if (second === undefined) {
      const { key, ...bucket } = first
      return [{ target: listed || key === undefined ? bucket : { key, ...bucket }, ...found }]
    }
    return [
      { target: first, side: 'from', ...found },
      { target: second, side: 'to', ...found },
    ]
  },
}

/** The S3 addresses of a command, in order. In s5cmd's quotes a key may hold blanks: the last runs to the closing quote. */
function commandPaths(line: string): readonly { readonly text: string; readonly end: number }[] {
  const quote = /^["']/.exec(line)?.[0]
  const close = quote === undefined ? -1 : line.indexOf(quote, 1)
  if (close < 0)
    return [...line.matchAll(/(["'])s3:\/\/([^"']{3,1300})\1|s3:\/\/([^\s"']{3,1300})/g)]
      .slice(0, 2)
      .map((path) => ({ text: trimEnd(path[2] ?? path[3] ?? ''), end: path.index + path[0].length }))
  const command = line.slice(0, close)
  const from = command.indexOf(' s3://')
  const to = command.lastIndexOf(' s3://')
  if (from < 0) return []
  if (to > from)
    return [
      { text: command.slice(from + 6, to), end: to },
      { text: command.slice(to + 6), end: close },
    ]
  // Alone it is the last of two words, or the first: then the last blank parts it from a local name.
  const path = command.slice(from + 6)
  const isLast = /^.\w{2,7}(?: -\S{1,40})* \S/.test(command) && !/^.\w{2,7}(?: -\S{1,40})* s3:/.test(command)
  const blank = path.lastIndexOf(' ')
  return [{ text: isLast || blank < 0 ? path : path.slice(0, blank), end: close }]
}

/** `upload: F to s3://B/K` and its like say that it went well. */
export const successLine: Shape = {
  name: 'success line',
  marks: ['upload: ', 'download: ', 'copy: ', 'move: ', 'delete: '],
  read: ({ at, ahead, near }) => {
    if (!/(?:^|\n|\f)[ ]{0,4}$/.test(near) && near !== '') return []
    // A terminal may have wrapped it before its second address.
    const line = /^[^\n\f]{0,2600} to\n[^\n\f]{0,1400}|^[^\n\f]*/.exec(ahead)?.[0] ?? ''
    const end = line.length
    return /s3:\/\//.test(line) && !/denied|forbidden|error|403/i.test(line)
      ? [{ at, end: at + end, role: 'context', source: 'prose', covers: true }]
      : []
  },
}
