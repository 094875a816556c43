import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Example, Gesture, GestureOutcome, Update } from './page/wire.ts'
import { readBody, sendJson } from './slack-stand-in/http-body.ts'
import type { StandIn } from './slack-stand-in/stand-in.ts'

export interface PageOptions {
  readonly standIn: StandIn
  /** The person at the page. */
  readonly you: string
  readonly examples: readonly Example[]
  /** Tried one after the other; 0 is any free port. */
  readonly ports: readonly number[]
  /** The message shortcut's callback id, as the manifest names it. */
  readonly shortcut: string
}

export interface PageServer {
  readonly address: string
  close(): Promise<void>
}

/** The page's files by their address; nothing else of the disk is served. Compiled scripts lie where the modules do. */
const files: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/': { file: './page/index.html', type: 'text/html; charset=utf-8' },
  '/demo/page/style.css': { file: './page/style.css', type: 'text/css; charset=utf-8' },
  '/demo/page/icon.svg': { file: './page/icon.svg', type: 'image/svg+xml' },
  ...Object.fromEntries(
    ['blocks', 'main', 'messages', 'mount', 'mrkdwn', 'nodes', 'state', 'surroundings', 'tree', 'view'].map((name) => [
      `/demo/page/${name}.js`,
      { file: `./page/${name}.js`, type: 'text/javascript; charset=utf-8' },
    ]),
  ),
  '/demo/slack-stand-in/workspace.js': {
    file: './slack-stand-in/workspace.js',
    type: 'text/javascript; charset=utf-8',
  },
}

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Serves the page on the loopback address, with the workspace's changes as an event stream. */
export async function startPage(options: PageOptions): Promise<PageServer> {
  const streams = new Set<ServerResponse>()
  const { workspace } = options.standIn

  const stop = workspace.onChange((change) => {
    for (const stream of streams) stream.write(line(change))
  })

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' })
      response.end(error instanceof Error ? error.message : String(error))
    })
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Another site's name that resolves to this machine must not reach the page.
    const host = request.headers.host?.replace(/:\d+$/, '')
    if (host !== '127.0.0.1' && host !== 'localhost') return refuse(response, 421, 'Only for this machine.')
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (pathname === '/stream') return openStream(response)
    if (pathname === '/gesture' && request.method === 'POST') {
      // A form of another site cannot send JSON without asking first.
      if (request.headers['content-type'] !== 'application/json') return refuse(response, 415, 'JSON only.')
      const outcome: GestureOutcome = { problem: await perform(JSON.parse(await readBody(request)), options) }
      return sendJson(response, outcome)
    }
    const found = files[pathname]
    if (found === undefined) return refuse(response, 404, 'Nothing here.')
    const content = await readFile(new URL(found.file, import.meta.url))
    response.writeHead(200, {
      'content-type': found.type,
      'content-security-policy': contentPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    response.end(content)
  }

  function openStream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    const channels = workspace.channels()
    response.write(
      line({
        kind: 'welcome',
        you: options.you,
        installation: workspace.installation,
        people: [...workspace.people.values()],
        channels,
        messages: channels
          .flatMap((channel) => workspace.messages(channel.id))
          .filter((message) => message.visible_to === undefined || message.visible_to === options.you),
        examples: options.examples,
      }),
    )
    streams.add(response)
    response.on('close', () => streams.delete(response))
  }

  return {
    address: `http://127.0.0.1:${await listen(server, options.ports)}/`,
    async close() {
      stop()
      for (const stream of streams) stream.end()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Listens on the first of the ports that is free, and gives it; throws the last one's error where none is. */
async function listen(server: Server, [port = 0, ...others]: readonly number[]): Promise<number> {
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch (error) {
    if (others.length === 0) throw error
    return listen(server, others)
  }
  const bound = server.address()
  return typeof bound === 'object' && bound !== null ? bound.port : port
}

const line = (update: Update): string => `data: ${JSON.stringify(update)}\n\n`

function refuse(response: ServerResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' })
  response.end(why)
}

/** Does what a person did in the page; answers what is wrong with it, or `null`. */
async function perform(gesture: Gesture, options: PageOptions): Promise<string | null> {
  const { standIn, you } = options
  const { workspace } = standIn
  switch (gesture.kind) {
    case 'declare': {
      if (!/^[a-z0-9_-]{1,80}$/.test(gesture.name)) return 'A channel name has lower case letters, digits, - and _.'
      if (workspace.channels().some((channel) => channel.name === gesture.name))
        return 'There is such a channel already.'
      standIn.createChannel(you, gesture.name)
      return null
    }
    case 'type':
      return workspace.channel(gesture.channel) === undefined ? 'No such channel.' : type(gesture, options)
    case 'press':
    case 'diagnose': {
      const message = workspace.message(gesture.channel, gesture.ts)
      if (message === undefined) return 'The message is gone.'
      const answer =
        gesture.kind === 'press'
          ? await standIn.press(you, message, gesture.action)
          : await standIn.shortcut(you, message, options.shortcut)
      return answer.kind === 'acknowledged' ? null : 'The bot did not acknowledge this.'
    }
  }
}

async function type(
  gesture: Extract<Gesture, { kind: 'type' }>,
  { standIn, you }: PageOptions,
): Promise<string | null> {
  const command = /^(\/\S+)\s*([\s\S]*)$/.exec(gesture.typed)
  if (command === null) {
    standIn.say(
      you,
      gesture.channel,
      gesture.typed,
      gesture.thread_ts === undefined ? {} : { thread_ts: gesture.thread_ts },
    )
    return null
  }
  const [, name = '', text = ''] = command
  if (name !== '/s3denied') return `${name} is not a command here; try /s3denied`
  if (gesture.thread_ts !== undefined) return 'Slack runs no slash commands in threads; mention @s3denied instead'
  await standIn.command(you, gesture.channel, name, text)
  return null
}
