import { App, HTTPReceiver, SocketModeReceiver, webApi } from '@slack/bolt'
import type { ExtendedErrorHandlerArgs } from '@slack/bolt/dist/App.js'
import type { SlackSettings } from '../config.ts'
import type { Log } from '../log.ts'
import { boltLogger } from './bolt-logger.ts'
import type { Deps } from './deps.ts'
import { eventsPath } from './http-server.ts'
import { registerListeners } from './listeners/index.ts'
import { tellFault } from './tell-fault.ts'

/** A call to Slack takes seconds at most; the answer to a person is worth nothing after 15. */
const callMs = 5_000
const retryConfig = { retries: 2, factor: 2, minTimeout: 250, maxTimeout: 1_000 }

/** What every client of Slack's SDK gets; a new object each time, since socket-mode writes into the one it is given. */
export const clientOptions = (settings: SlackSettings, log: Log): webApi.WebClientOptions => ({
  ...(settings.apiUrl === undefined ? {} : { slackApiUrl: settings.apiUrl }),
  logger: boltLogger(log),
  retryConfig: { ...retryConfig },
  timeout: callMs,
  // Bolt's respond() has no timeout of its own, and uses this one.
  fetch: (url, init) => fetch(url, { signal: AbortSignal.timeout(callMs), ...init }),
})

export const createWebClient = (settings: SlackSettings, log: Log): webApi.WebClient =>
  new webApi.WebClient(settings.botToken, clientOptions(settings, log))

/** The receiver of either mode. Neither listens itself: http-server.ts and socket.ts do. */
export type Receiver =
  | { readonly kind: 'http'; readonly receiver: HTTPReceiver; readonly signingSecret: string }
  | { readonly kind: 'socket'; readonly receiver: SocketModeReceiver }

export function createReceiver(settings: SlackSettings, log: Log): Receiver {
  const logger = boltLogger(log)
  const { mode } = settings
  switch (mode.kind) {
    case 'http': {
      const { signingSecret } = mode
      return {
        kind: 'http',
        receiver: new HTTPReceiver({ signingSecret, endpoints: eventsPath, logger }),
        signingSecret,
      }
    }
    case 'socket':
      return {
        kind: 'socket',
        receiver: new SocketModeReceiver({
          appToken: mode.appToken,
          logger,
          autoReconnectEnabled: false,
          installerOptions: { clientOptions: clientOptions(settings, log) },
        }),
      }
  }
}

/** Bolt's app with every listener; `await app.init()` before it is given any event. */
export function createApp(settings: SlackSettings, receiver: Receiver, deps: Deps): App {
  const app = new App({
    token: settings.botToken,
    receiver: receiver.receiver,
    socketMode: receiver.kind === 'socket',
    logger: boltLogger(deps.log),
    clientOptions: clientOptions(settings, deps.log),
    // Bolt keeps a state for each conversation, which nothing here uses.
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
  })
  app.use(({ next }) => deps.jobs.run(() => next()))
  registerListeners(app, deps)
  app.error(({ error, body, context }: ExtendedErrorHandlerArgs) =>
    tellFault(deps, error, body, context.userId ?? null),
  )
  return app
}
