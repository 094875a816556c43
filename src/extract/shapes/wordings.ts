import type { Finding, Shape } from '../found.ts'
import { operationOf } from '../operation-names.ts'
import { parseS3Path, splitPath } from '../s3-address.ts'

interface Wording {
  readonly tool: string
  readonly mark: string
  /** Named groups: `path` (`B/K`), `operation`, `action`. */
  readonly words: RegExp
  /** Only S3 says it so. */
  readonly s3?: true
}

/** Refusals in a tool's own words, without AWS's code. */
const wordings: readonly Wording[] = [
  {
    tool: 'Athena',
    mark: 'access denied when writing',
    words:
      /^access denied when writing (?:output )?to (?:url|location):\s?s3:\/\/(?<path>[^\n"'`]{3,1300}?)(?=\s\.|\.?\s(?:Please|If|This)\s|\.?$|\n|["'`])/i,
    s3: true,
  },
  {
    tool: 'Athena',
    mark: 'permission denied on s3 path',
    words:
      /^permission denied on s3 path:?\s?s3[an]?:\/\/(?<path>[^\n"'`]{3,1300}?)(?=\s\.|\.?\s(?:Please|If|This)\s|\.?$|\n|["'`])/i,
    s3: true,
  },
  {
    tool: 'Athena',
    mark: 'insufficient permissions to execute the query',
    words: /^insufficient permissions to execute the query/i,
  },
  { tool: 'Athena', mark: 'access denied when accessing', words: /^access denied when accessing/i },
  {
    tool: 'mc',
    mark: 'insufficient permissions to access this path',
    words: /^insufficient permissions to access this path/i,
  },
  {
    tool: 'S3 console',
    mark: 'permissions to allow the s3:',
    words: /^permissions to allow the (?<action>s3:[A-Za-z]{3,60})\s+action/i,
    s3: true,
  },
  {
    tool: 'S3 console',
    mark: 'permission to perform the s3:',
    words: /^permission to perform the (?<action>s3:[A-Za-z]{3,60})\b/i,
    s3: true,
  },
  {
    tool: 'Lambda',
    mark: 'your access has been denied by s3',
    words:
      /^your access has been denied by s3(?:[^.\n]{1,120}?permission to (?<operation>[A-Za-z]{3,60}) for (?<path>[^\n"]{3,1300}?)(?=\.\s+S3\s+Error|\.?$|\.?\n|"))?/i,
    s3: true,
  },
  {
    tool: 'CodePipeline',
    mark: 'have the permissions required to access the amazon s3 bucket',
    words: /^have the permissions required to access the amazon s3 bucket/i,
    s3: true,
  },
  {
    tool: 'Snowflake',
    mark: 'failed to access remote file: access denied',
    words: /^failed to access remote file: access denied/i,
  },
  {
    tool: 'CloudFormation',
    mark: 'api: s3:',
    words: /^api: (?<action>s3:[A-Za-z]{3,60})\s+(?<message>Access\s+Denied)/i,
    s3: true,
  },
  {
    tool: 'AWS services',
    mark: 'does not have permission',
    words: /^does not have permissions? to (?:call|perform|access|read|write|put|get|list)\b/i,
  },
  {
    tool: 'AWS services',
    mark: "doesn't have permission",
    words: /^doesn't have permissions? to (?:call|perform|access|read|write|put|get|list)\b/i,
  },
]

export const toolWordings: Shape = {
  name: "tools' own words",
  marks: wordings.map(({ mark }) => mark),
  read: ({ at, ahead, mark }) => {
    const wording = wordings.find((entry) => entry.mark === mark)
    const match = wording?.words.exec(ahead)
    if (wording === undefined || match === null || match === undefined) return []
    const path = match.groups?.path?.replace(/[.,;:!?"'`]{1,4}$/, '')
    const operation = operationOf(match.groups?.operation ?? '')
    const action = match.groups?.action
    const target =
      path === undefined ? {} : path.includes('://') ? parseS3Path(path.replace(/^s3[an]?:\/\//, '')) : splitPath(path)
    const found: Finding = {
      at,
      end: at + match[0].length,
      role: 'error',
      source: 'error',
      verdict: 'refusal',
      weak: true,
      ...(wording.s3 ? { s3: true } : { loose: true }),
      ...(path === undefined ? {} : { covers: true, target }),
      ...(operation === null ? {} : { operation }),
      ...(action === undefined ? {} : { action }),
      ...(match.groups?.message === undefined ? {} : { message: 'Access Denied', covers: true }),
    }
    return [found]
  },
}
