import type { Log } from '../log.ts'
import { isRefusedToken } from './start-error.ts'

/** What is used of socket-mode's client. */
export interface SocketClient {
  start(): Promise<unknown>
  disconnect(): Promise<unknown>
  once(event: 'disconnected', listener: () => void): unknown
  off(event: 'disconnected', listener: () => void): unknown
}

export interface Socket {
  /** Resolves with the first connection; rejects where Slack refuses the token. */
  open(): Promise<void>
  isOpen(): boolean
  close(): Promise<void>
}

interface Options {
  readonly log: Log
  /** Slack refused the token after it had taken it before: nothing but a new token helps. */
  readonly onRefused: (error: unknown) => void
  /** Waits before the next attempt; the count of failed ones in a row begins at 1. */
  readonly wait: (failures: number) => Promise<void>
}

/**
 * Holds the connection to Slack open. The client's own reconnecting is off, for socket-mode 3.1.0 ends the process when
 * a reconnect fails, and leaves five seconds without a connection at each of Slack's hourly refreshes.
 */
export function createSocket(client: SocketClient, { log, onRefused, wait }: Options): Socket {
  let open = false
  let closing = false

  /** Resolves with what to wait for next: the end of the connection that was made. */
  const connect = async (): Promise<{ readonly ended: Promise<void> }> => {
    for (let failures = 1; ; failures++) {
      const { ended, forget } = endOf(client)
      try {
        await client.start()
        open = true
        return { ended }
      } catch (error) {
        forget()
        if (closing || isRefusedToken(error)) throw error
        log.warn({ err: error, failures }, 'no connection to Slack; trying again')
        await wait(failures)
        if (closing) throw error
      }
    }
  }

  const hold = async (first: Promise<void>): Promise<void> => {
    for (let ended = first; ; ) {
      await ended
      open = false
      if (closing) return
      log.info('Slack closed the connection; connecting again')
      ended = (await connect()).ended
    }
  }

  return {
    async open() {
      const { ended } = await connect()
      hold(ended).catch((error: unknown) => {
        if (!closing) onRefused(error)
      })
    },
    isOpen: () => open,
    async close() {
      closing = true
      open = false
      await client.disconnect()
    },
  }
}

function endOf(client: SocketClient): { readonly ended: Promise<void>; readonly forget: () => void } {
  let listener = () => {}
  const ended = new Promise<void>((resolve) => {
    listener = resolve
    client.once('disconnected', listener)
  })
  return { ended, forget: () => client.off('disconnected', listener) }
}
