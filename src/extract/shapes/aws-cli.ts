import type { Finding, Shape } from '../found.ts'
import { operationOf, readsSource } from '../operation-names.ts'
import { isRegion, parseS3Path, splitPath } from '../s3-address.ts'

/**
 * `upload failed: F to s3://B/K An error occurred (…) when calling the OP operation`, from `aws s3 cp|mv|sync|rm`. A key
 * may hold blanks and runs to the error. Of a copy's two sides the operation says which was refused.
 */
export const transferLine: Shape = {
  name: 'aws s3 transfer line',
  marks: ['upload failed: ', 'download failed: ', 'copy failed: ', 'move failed: ', 'delete failed: '],
  read: ({ at, ahead, mark }) => {
    const stop = endOfTransfer(ahead)
    const line = ahead.slice(mark.length, Math.max(stop, mark.length)).replace(/\s*\n\s*/g, ' ')
    const operation =
      /^\s+an\s+error\s+occurred\s+\([^)]{1,60}\)\s+when\s+calling\s+the\s+(\w{1,80})/i.exec(
        ahead.slice(Math.max(stop, 0)),
      )?.[1] ?? ''
    const path = pickSide(line, mark, operation)
    if (path === null) return []
    const target = parseS3Path(path)
    return [
      {
        at,
        end: at + Math.max(stop, mark.length),
        role: 'context',
        source: 'error',
        toward: 'next',
        s3: true,
        covers: true,
        target,
      },
    ]
  },
}

/** Where the error begins; without one, the line's end. */
function endOfTransfer(ahead: string): number {
  const error = ahead.search(
    /\s+(?:a\n?n\s+e\n?r\n?r\n?o\n?r\b|\[Errno|Could not|Unable to|Connect timeout|Read timeout|Connection |SSL |HTTPSConnection)/i,
  )
  const paragraph = ahead.search(/\n\n|\f|$/)
  return error >= 0 && error <= paragraph ? error : ahead.search(/\n|\f|$/)
}

function pickSide(line: string, mark: string, operation: string): string | null {
  const first = /^s3:\/\//.test(line)
  const to = line.lastIndexOf(' to s3://')
  if (first && to >= 0) return readsSource(operation) ? line.slice(5, to) : line.slice(to + 9)
  if (to >= 0) return line.slice(to + 9)
  if (!first) return null
  return mark.startsWith('delete') ? line.slice(5) : line.slice(5, endOfSource(line))
}

/** `s3://B/K to F`: both may hold ` to `; the local name ends as the key does. */
function endOfSource(line: string): number {
  let last = line.length
  for (let at = line.indexOf(' to '); at >= 0; at = line.indexOf(' to ', at + 1)) {
    last = at
    const key = line.slice(0, at)
    if (line.endsWith(key.slice(key.lastIndexOf('/') + 1))) return at
  }
  return last
}

/** boto3's `Failed to upload F to B/K: `; the first slash parts bucket and key. */
export const failedTransfer: Shape = {
  name: 'boto3 transfer',
  marks: ['failed to upload ', 'failed to download '],
  read: ({ at, ahead, mark }) => {
    const stop = ahead.search(
      /:\s+(?:A\n?n\s|\w{1,60}Error|\w{1,60}Exception|api\s+error|operation\s+error|AccessDenied|Access Denied)/i,
    )
    const line = ahead.slice(mark.length, Math.max(stop, 0)).replace(/\s*\n\s*/g, ' ')
    const to = line.lastIndexOf(' to ')
    if (to < 0) return []
    const path = mark.includes('upload') ? line.slice(to + 4) : line.slice(0, to)
    const target = splitPath(path.replace(/^s3:\/\//, ''))
    return target.key === undefined
      ? []
      : [{ at, end: at + stop + 1, role: 'context', source: 'error', toward: 'next', target }]
  },
}

/** `--bucket B --key K --region R` of `aws s3api …`, and `aws s3api OPERATION` itself. */
export const flags: Shape = {
  name: 'command flags',
  marks: ['--bucket', '--key ', '--key=', '--region', '--copy-source', 'aws s3api ', '--version-id'],
  read: ({ at, ahead, near, mark }) => {
    const found = { at, role: 'context', toward: 'next' } as const
    if (mark === 'aws s3api ') {
      const name = /^aws s3api ([a-z][a-z0-9-]{2,60})/.exec(ahead)?.[1]
      return name === undefined ? [] : commandCall(found, name, at + mark.length + name.length)
    }
    if (/[\w-]$/.test(near)) return []
    const value = /^--[a-z-]{3,20}[ =]{1,2}(?:"([^"\n]{1,1100})"|'([^'\n]{1,1100})'|([^\s"']{1,1100}))/.exec(ahead)
    const text = value?.[1] ?? value?.[2] ?? value?.[3]
    if (value === null || text === undefined) return []
    const end = at + value[0].length
    if (mark === '--bucket' && /^--bucket[ =]/.test(ahead)) {
      const target = parseS3Path(text)
      return target.bucket === undefined && target.accessPoint === undefined
        ? []
        : [{ end, source: 'flag', s3: true, target, ...found }]
    }
    if (mark.startsWith('--key')) return [{ end, source: 'flag', key: text, ...found }]
    if (mark === '--region') return isRegion(text) ? [{ end, source: 'flag', region: text, ...found }] : []
    return []
  },
}

function commandCall(
  found: Pick<Finding, 'at' | 'role'> & { readonly toward: 'next' },
  name: string,
  end: number,
): readonly Finding[] {
  const operation = operationOf(name)
  return operation === null ? [] : [{ end, source: 'command', s3: true, operation, ...found }]
}
