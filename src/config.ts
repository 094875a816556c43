/** The roles with which AWS is read. `{account}` in `roleArn` stands for each of `accounts`. */
export interface AwsSettings {
  readonly roleArn: string
  readonly externalId?: string
  readonly accounts: readonly string[]
  readonly organizationRoleArn?: string
}

/** How the bot reaches Slack, and whom it answers there. Channels are ids (`C…`) or names without `#`. */
export interface SlackSettings {
  readonly botToken: string
  readonly mode:
    | { readonly kind: 'http'; readonly signingSecret: string }
    | { readonly kind: 'socket'; readonly appToken: string }
  readonly apiUrl?: string
  readonly port: number
  readonly incidentChannels: RegExp
  readonly announcementChannels: readonly string[]
  /** Empty: every channel. */
  readonly allowedChannels: readonly string[]
  /** Ids (`S…`); empty: everybody of the workspace. */
  readonly allowedUserGroups: readonly string[]
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'

export interface Settings {
  readonly slack: SlackSettings
  readonly aws: AwsSettings
  readonly logLevel: LogLevel
  readonly redisUrl?: string
}

/** One setting that is missing or malformed: what is wrong, and how to set it. */
export interface Fault {
  readonly variable: string
  readonly problem: string
  readonly howTo: string
}

export type SettingsResult<T> =
  | { readonly ok: true; readonly settings: T }
  | { readonly ok: false; readonly faults: readonly Fault[] }

type Environment = Readonly<Record<string, string | undefined>>

const defaultIncidentChannels = '^(inc|incident|sev\\d?)[-_]'

/** Slack's channel names have 80 characters at most, so that a pattern of this length cannot run long on one. */
const maxPatternLength = 200

const logLevels: readonly LogLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']

const howTo = {
  SLACK_BOT_TOKEN: 'the Bot User OAuth Token (xoxb-…) of api.slack.com/apps → OAuth & Permissions',
  SLACK_SIGNING_SECRET:
    'the Signing Secret of api.slack.com/apps → Basic Information; or set SLACK_APP_TOKEN to use Socket Mode instead',
  SLACK_APP_TOKEN: 'an App-Level Token (xapp-…) with the scope connections:write, of Basic Information',
  SLACK_API_URL: 'an http or https address; leave it out for Slack itself',
  PORT: 'a number from 0 to 65535; leave it out for 3000',
  S3DENIED_ROLE_ARN:
    'the ARN of the read-only role that deploy/ creates: arn:aws:iam::111122223333:role/s3denied-readonly, or with {account} in place of the account id',
  S3DENIED_EXTERNAL_ID:
    'the external id of the role’s trust policy: 2 to 1224 characters of letters, digits and +=,.@:/_-',
  S3DENIED_ACCOUNTS: 'account ids of 12 digits, separated by commas: 111122223333,444455556666',
  S3DENIED_ORGANIZATION_ROLE_ARN:
    'the ARN of a role in the management or a delegated-administrator account; leave it out to go without SCPs and RCPs',
  S3DENIED_INCIDENT_CHANNELS: `a regular expression for channel names; leave it out for ${defaultIncidentChannels}`,
  S3DENIED_ANNOUNCEMENT_CHANNELS: 'channel ids (C…) or names, separated by commas',
  S3DENIED_ALLOWED_CHANNELS: 'channel ids (C…) or names, separated by commas; leave it out to answer everywhere',
  S3DENIED_ALLOWED_USER_GROUPS:
    'user group ids (S…), separated by commas; a group’s id is in its page’s address; leave it out to answer everybody',
  REDIS_URL: 'an address such as redis://127.0.0.1:6379',
  LOG_LEVEL: `one of ${logLevels.join(', ')}`,
} as const satisfies Record<string, string>

type Variable = keyof typeof howTo

/** What one variable gives: a value, `null` where it is not set, or what is wrong with it. */
type Read<T> = { readonly value: T } | { readonly problem: string }

/** Reads every setting of the bot; the faults come all at once. Pure. */
export function readSettings(env: Environment): SettingsResult<Settings> {
  const read = reader(env)
  const botToken = read('SLACK_BOT_TOKEN', required(prefixed('xoxb-', 'xoxe.xoxb-')), '')
  const appToken = read('SLACK_APP_TOKEN', optional(prefixed('xapp-')), null)
  const signingSecret = read(
    'SLACK_SIGNING_SECRET',
    isSet(env.SLACK_APP_TOKEN) ? optional(anyText) : required(anyText),
    null,
  )
  const apiUrl = read('SLACK_API_URL', optional(url('http:', 'https:')), null)
  const slack: SlackSettings = {
    botToken,
    mode:
      appToken === null ? { kind: 'http', signingSecret: signingSecret ?? '' } : { kind: 'socket', appToken: appToken },
    ...(apiUrl === null ? {} : { apiUrl }),
    port: read('PORT', optional(port), null) ?? 3000,
    incidentChannels: read('S3DENIED_INCIDENT_CHANNELS', pattern, /^$/),
    announcementChannels: read('S3DENIED_ANNOUNCEMENT_CHANNELS', channels, []),
    allowedChannels: read('S3DENIED_ALLOWED_CHANNELS', channels, []),
    allowedUserGroups: read('S3DENIED_ALLOWED_USER_GROUPS', userGroups, []),
  }
  const redisUrl = read('REDIS_URL', optional(url('redis:', 'rediss:')), null)
  const logLevel = read('LOG_LEVEL', level, 'info')
  const aws = readAws(read)
  if (read.faults.length > 0) return { ok: false, faults: read.faults }
  return { ok: true, settings: { slack, aws, logLevel, ...(redisUrl === null ? {} : { redisUrl }) } }
}

/** Reads what the terminal needs: AWS alone. Pure. */
export function readAwsSettings(env: Environment): SettingsResult<AwsSettings> {
  const read = reader(env)
  const aws = readAws(read)
  return read.faults.length > 0 ? { ok: false, faults: read.faults } : { ok: true, settings: aws }
}

/** The faults as one text for standard error, each with how to mend it. */
export const describeFaults = (faults: readonly Fault[]): string =>
  [
    faults.length === 1 ? '1 setting is missing or wrong:' : `${faults.length} settings are missing or wrong:`,
    ...faults.map(({ variable, problem, howTo }) => `  ${variable} ${problem}\n    set it to ${howTo}`),
  ].join('\n')

interface Reader {
  <T>(variable: Variable, parse: (text: string | undefined) => Read<T>, instead: T): T
  readonly faults: readonly Fault[]
}

/** `instead` only fills the place of a value that was faulty; it never leaves this module. */
function reader(env: Environment): Reader {
  const faults: Fault[] = []
  const read = <T>(variable: Variable, parse: (text: string | undefined) => Read<T>, instead: T): T => {
    const text = env[variable]?.trim()
    const result = parse(text === '' ? undefined : text)
    if ('value' in result) return result.value
    faults.push({ variable, problem: result.problem, howTo: howTo[variable] })
    return instead
  }
  return Object.assign(read, { faults })
}

function readAws(read: Reader): AwsSettings {
  const roleArn = read('S3DENIED_ROLE_ARN', required(roleArnText), '')
  const externalId = read('S3DENIED_EXTERNAL_ID', optional(externalIdText), null)
  const organizationRoleArn = read('S3DENIED_ORGANIZATION_ROLE_ARN', optional(roleArnText), null)
  const ownAccount = /^arn:[^:]+:iam::(\d{12}):/.exec(roleArn)?.[1]
  const accounts = read('S3DENIED_ACCOUNTS', accountIds(ownAccount), [])
  return {
    roleArn,
    accounts,
    ...(externalId === null ? {} : { externalId }),
    ...(organizationRoleArn === null ? {} : { organizationRoleArn }),
  }
}

type Parse<T> = (text: string) => Read<T>

const isSet = (text: string | undefined): boolean => text !== undefined && text.trim() !== ''

const required =
  <T>(parse: Parse<T>) =>
  (text: string | undefined): Read<T> =>
    text === undefined ? { problem: 'is not set' } : parse(text)

const optional =
  <T>(parse: Parse<T>) =>
  (text: string | undefined): Read<T | null> =>
    text === undefined ? { value: null } : parse(text)

const anyText: Parse<string> = (text) => ({ value: text })

/** A token is never repeated in the fault: standard error is kept and read by many. */
const prefixed =
  (...prefixes: readonly string[]): Parse<string> =>
  (text) =>
    prefixes.some((prefix) => text.startsWith(prefix))
      ? { value: text }
      : { problem: `does not begin with ${prefixes[0]}, so it is another kind of token` }

const url =
  (...protocols: readonly string[]): Parse<string> =>
  (text) =>
    URL.canParse(text) && protocols.includes(new URL(text).protocol)
      ? { value: text }
      : { problem: `is no address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}` }

const port: Parse<number> = (text) =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? { value: Number(text) } : { problem: `is no port: ${text}` }

const level = (text: string | undefined): Read<LogLevel> => {
  if (text === undefined) return { value: 'info' }
  const found = logLevels.find((name) => name === text.toLowerCase())
  return found === undefined ? { problem: `is no level: ${text}` } : { value: found }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (names and paths of roles) */
const roleArnText: Parse<string> = (text) =>
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/.test(text.replaceAll('{account}', '111122223333'))
    ? { value: text }
    : { problem: `is no role's ARN: ${text}` }

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
const externalIdText: Parse<string> = (text) =>
  /^[\w+=,.@:/-]{2,1224}$/.test(text) ? { value: text } : { problem: 'is no external id that AWS takes' }

const list = (text: string | undefined): readonly string[] =>
  text === undefined ? [] : [...new Set(text.split(/[\s,]+/).filter((entry) => entry !== ''))]

const accountIds =
  (ownAccount: string | undefined) =>
  (text: string | undefined): Read<readonly string[]> => {
    const entries = list(text)
    const wrong = entries.filter((entry) => !/^\d{12}$/.test(entry))
    if (wrong.length > 0) return { problem: `holds what is no account id: ${wrong.join(', ')}` }
    if (entries.length > 0) return { value: entries }
    return ownAccount === undefined ? { problem: 'is not set' } : { value: [ownAccount] }
  }

const channels = (text: string | undefined): Read<readonly string[]> => {
  const entries = list(text).map((entry) => entry.replace(/^#/, ''))
  const wrong = entries.filter((entry) => !/^[\p{L}\p{N}_-]{1,80}$/u.test(entry))
  return wrong.length > 0 ? { problem: `holds what is no channel: ${wrong.join(', ')}` } : { value: entries }
}

const userGroups = (text: string | undefined): Read<readonly string[]> => {
  const wrong = list(text).filter((entry) => !/^S[A-Z0-9]{2,}$/.test(entry))
  return wrong.length > 0 ? { problem: `holds what is no user group's id: ${wrong.join(', ')}` } : { value: list(text) }
}

const pattern = (text: string | undefined): Read<RegExp> => {
  const source = text ?? defaultIncidentChannels
  if (source.length > maxPatternLength) return { problem: `is longer than ${maxPatternLength} characters` }
  if (mayRunAway(source)) {
    return {
      problem:
        'repeats a group that repeats or chooses, repeats more than three times, or refers back, and could run without end',
    }
  }
  try {
    return { value: new RegExp(source) }
  } catch (error) {
    return { problem: `is no regular expression: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/**
 * Whether a pattern can backtrack without end: a repeated group that itself repeats or holds alternatives, many
 * repetitions, or a reference back to a group. It errs to the safe side, for channel names need neither.
 */
function mayRunAway(source: string): boolean {
  const plain = source.replace(/\[(?:\\.|[^\]\\])*\]/g, 'x').replace(/\\[1-9k]/g, '\0')
  if (plain.includes('\0')) return true
  const text = plain.replace(/\\./g, 'x')
  // With n of them in a row a name of 80 characters costs up to 80ⁿ steps.
  if ((text.match(/[*+]|\{\d+,/g) ?? []).length > 3) return true
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') open.push(at)
    if (text[at] !== ')') continue
    const group = text.slice((open.pop() ?? 0) + 1, at).replace(/^\?(?:[:=!]|<[=!]|<\w+>)/, '')
    if (/^(?:[*+]|\{\d+,)/.test(text.slice(at + 1)) && /[*+|]|\{\d+,/.test(group)) return true
  }
  return false
}
