import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'

const root = new URL('../../', import.meta.url)
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8')

interface Manifest {
  readonly features: {
    readonly shortcuts: readonly { readonly callback_id: string; readonly name: string; readonly description: string }[]
    readonly slash_commands: readonly {
      readonly command: string
      readonly description: string
      readonly url?: string
    }[]
  }
  readonly display_information: { readonly name: string; readonly description: string }
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } }
  readonly settings: {
    readonly event_subscriptions: { readonly bot_events: readonly string[]; readonly request_url?: string }
    readonly interactivity: { readonly is_enabled: boolean; readonly request_url?: string }
    readonly socket_mode_enabled: boolean
  }
}

const manifest: Manifest = parse(textOf('manifest.yml'))
const code = readdirSync(new URL('src/slack/', root), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => textOf(`src/slack/${path}`))
  .join('\n')

const all = (pattern: RegExp): readonly string[] =>
  [...new Set([...code.matchAll(pattern)].map(([, found = '']) => found))].sort()

/** The scopes of each method that the bot may call, as its page at docs.slack.dev/reference/methods says. */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.join': ['channels:join'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history'],
  'users.info': ['users:read'],
  'usergroups.users.list': ['usergroups:read'],
}

/** What delivers each event, as its page at docs.slack.dev/reference/events says. */
const eventsOf: Readonly<
  Record<string, { readonly subscriptions: readonly string[]; readonly scopes: readonly string[] }>
> = {
  app_mention: { subscriptions: ['app_mention'], scopes: ['app_mentions:read'] },
  channel_created: { subscriptions: ['channel_created'], scopes: ['channels:read'] },
  channel_rename: { subscriptions: ['channel_rename'], scopes: ['channels:read'] },
  member_joined_channel: { subscriptions: ['member_joined_channel'], scopes: ['channels:read', 'groups:read'] },
  message: { subscriptions: ['message.channels', 'message.groups'], scopes: ['channels:history', 'groups:history'] },
}

const methods = all(/\bclient\.((?:[a-z]+\.)+[a-zA-Z]+)\(/g)
const events = all(/\bapp\.event\('([a-z_]+)'/g)

test('manifest.json is what manifest.yml says', () => {
  expect(JSON.parse(textOf('manifest.json'))).toEqual(manifest)
})

test('the code calls the Web API in one file, and only methods whose scopes are known', () => {
  expect(methods).toEqual(Object.keys(scopesOf).sort())
})

test('the scopes are what the methods, events and commands need, and no more', () => {
  const needed = [
    'commands',
    ...methods.flatMap((method) => scopesOf[method] ?? [`unknown: ${method}`]),
    ...events.flatMap((event) => eventsOf[event]?.scopes ?? [`unknown: ${event}`]),
  ]
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...new Set(needed)].sort())
})

test('the events are what the listeners listen to', () => {
  expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual(
    events.flatMap((event) => eventsOf[event]?.subscriptions ?? [`unknown: ${event}`]).sort(),
  )
})

test('the command and the shortcut are those of the listeners', () => {
  expect(manifest.features.slash_commands.map(({ command }) => command)).toEqual(all(/\bapp\.command\('([^']+)'/g))
  expect(manifest.features.shortcuts.map(({ callback_id }) => callback_id)).toEqual(
    all(/\bapp\.shortcut\(\{ callback_id: '([^']+)'/g),
  )
  expect(manifest.settings.interactivity.is_enabled).toBe(true)
})

test('Slack’s lengths are kept', () => {
  expect(manifest.display_information.name.length).toBeLessThanOrEqual(35)
  expect(manifest.display_information.description.length).toBeLessThanOrEqual(140)
  for (const { description } of manifest.features.shortcuts) expect(description.length).toBeLessThanOrEqual(150)
  for (const { command } of manifest.features.slash_commands) expect(command.length).toBeLessThanOrEqual(32)
})

test('over HTTP every request goes to /slack/events; in Socket Mode there is no address', () => {
  expect(JSON.stringify(manifest)).not.toContain('url')
  expect(manifest.settings.socket_mode_enabled).toBe(true)
  const script = fileURLToPath(new URL('scripts/manifest.mjs', root))
  const printed = execFileSync(process.execPath, [script, '--url', 'https://s3denied.example.com'], {
    encoding: 'utf8',
  })
  const overHttp: Manifest = JSON.parse(printed)
  const address = 'https://s3denied.example.com/slack/events'
  expect(overHttp.settings).toMatchObject({
    event_subscriptions: { request_url: address },
    interactivity: { request_url: address },
    socket_mode_enabled: false,
  })
  expect(overHttp.features.slash_commands.map(({ url }) => url)).toEqual([address])
})
