import type { AppEvent, Channel, Workspace } from '../workspace.ts'

/** A call's arguments as the SDK sends them: text in a form body, where lists and objects are JSON. */
export type Arguments = Readonly<Record<string, unknown>>

export type Answer = { readonly ok: true; readonly [field: string]: unknown } | Refusal

export interface Refusal {
  readonly ok: false
  readonly error: string
  readonly [field: string]: unknown
}

export interface MethodContext {
  readonly workspace: Workspace
  /** Tells the app of what happened, as Slack's Events API would. */
  readonly emit: (event: AppEvent) => void
  /** Checks and uses up a `trigger_id`. */
  readonly takeTrigger: (id: string) => string | null
  /** Members of user groups (`S…`). */
  readonly userGroups: ReadonlyMap<string, readonly string[]>
}

export interface Method {
  /** The scopes of which one must be granted; none is needed where the list is empty. */
  readonly scopes: readonly string[]
  run(args: Arguments, context: MethodContext): Answer
}

export const refuse = (error: string, more: Record<string, unknown> = {}): Refusal => ({ ok: false, error, ...more })

export const readText = (args: Arguments, name: string): string | undefined => {
  const value = args[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const readNumber = (args: Arguments, name: string, otherwise: number): number => {
  const value = Number(args[name] ?? otherwise)
  return Number.isFinite(value) ? value : otherwise
}

export const readBoolean = (args: Arguments, name: string): boolean => args[name] === true || args[name] === 'true'

/** A list or object: JSON text in a form body, itself in a JSON body; `undefined` where it is not given or not JSON. */
export function readJson(args: Arguments, name: string): unknown {
  const value = args[name]
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

/** The channel as the bot may see it: a private one without the bot does not exist. */
export function findChannel(args: Arguments, { workspace }: MethodContext): Channel | Refusal {
  const channel = workspace.channel(readText(args, 'channel') ?? '')
  const hidden = channel?.is_private === true && !isMember(channel, workspace)
  return channel === undefined || hidden ? refuse('channel_not_found') : channel
}

export const isRefusal = (value: object): value is Refusal => 'ok' in value && value.ok === false

export const isMember = (channel: Channel, workspace: Workspace): boolean =>
  channel.members.includes(workspace.installation.botUserId)
