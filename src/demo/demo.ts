import type { EvidenceReader } from '../diagnose.ts'
import type { Log } from '../log.ts'
import { createBot } from '../slack/bot.ts'
import type { TextReader } from '../slack/text-reader.ts'
import { acme, jonas, people, priya, you } from './acme.ts'
import { examples } from './examples.ts'
import { readManifest } from './manifest.ts'
import { startPage } from './page-server.ts'
import { type StandIn, startStandIn } from './slack-stand-in/stand-in.ts'

export interface DemoOptions {
  readonly reader: EvidenceReader
  readonly texts: TextReader
  readonly log: Log
  /** The page's ports to try, one after the other; 0 is any free one. */
  readonly ports: readonly number[]
  readonly mode: 'http' | 'socket'
  readonly incidentChannels: RegExp
}

export interface Demo {
  readonly address: string
  readonly standIn: StandIn
  stop(): Promise<void>
}

/** Never leave this process: the stand-in is the only one that takes them. */
const secrets = { botToken: 'xoxb-demo', appToken: 'xapp-demo', signingSecret: 'demo-signing-secret' }

/** The real bot against the stand-in, with a page, and with something to see in its channels. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { scopes, events, shortcut } = await readManifest()
  const standIn = await startStandIn({
    installation: acme,
    people,
    scopes,
    events,
    botToken: secrets.botToken,
    signingSecret: secrets.signingSecret,
    ...(options.mode === 'socket' ? { appToken: secrets.appToken } : {}),
  })
  const bot = createBot({
    settings: {
      botToken: secrets.botToken,
      mode:
        options.mode === 'socket'
          ? { kind: 'socket', appToken: secrets.appToken }
          : { kind: 'http', signingSecret: secrets.signingSecret },
      apiUrl: standIn.apiUrl,
      port: 0,
      incidentChannels: options.incidentChannels,
      announcementChannels: [],
      allowedChannels: [],
      allowedUserGroups: [],
    },
    reader: options.reader,
    texts: options.texts,
    log: options.log,
  })
  await bot.start()
  standIn.setRequestUrl(`http://127.0.0.1:${bot.port()}/slack/events`)
  await fillChannels(standIn)
  const page = await startPage({ standIn, you: you.id, examples, ports: options.ports, shortcut })
  return {
    address: page.address,
    standIn,
    async stop() {
      await page.close()
      await bot.stop()
      await standIn.close()
    },
  }
}

/** Some ordinary talk, which gets no answer, and an incident that began a minute ago, which does. */
async function fillChannels(standIn: StandIn): Promise<void> {
  const everybody = [you.id, priya.id, jonas.id]
  const { id: dataEng } = standIn.createChannel(priya.id, 'data-eng', { members: [...everybody, acme.botUserId] })
  standIn.createChannel(jonas.id, 'random', { members: everybody })
  standIn.say(jonas.id, dataEng, 'the new partition layout is live, queries on `events` are about twice as fast')
  standIn.say(priya.id, dataEng, 'nice. I will move the dashboards over this afternoon')
  const name = `inc-${new Date().toISOString().slice(0, 10)}-exports-403`
  const { id: incident } = standIn.createChannel(priya.id, name, { members: everybody })
  standIn.say(priya.id, incident, 'Declared: the nightly export fails, finance has no numbers for today')
  await hasJoined(standIn, incident)
  const report = examples.find((example) => example.where === 'incident')
  if (report !== undefined) standIn.say(priya.id, incident, report.typed)
}

/** Resolves when the bot is in the channel, or after a while without it: the page then says that it is not. */
function hasJoined({ workspace }: StandIn, channel: string): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, 3000)
    const stop = workspace.onChange(look)
    function look(): void {
      if (workspace.channel(channel)?.members.includes(acme.botUserId) === true) end()
    }
    function end(): void {
      clearTimeout(timer)
      stop()
      resolve()
    }
  })
}
