import { randomInt, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { isRecord } from './block-limits.ts'
import { type Acknowledgement, acknowledgeWithinMs, type Transport } from './delivery.ts'

/** Slack's side of Socket Mode: the connections of one app, and envelopes to one of them at random. */
export interface SocketTransport extends Transport {
  /** Takes over an HTTP upgrade and says hello. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** How many connections the app has made so far. */
  accepted(): number
  /** Tells each connection to come again, as Slack does about every hour, and closes it. */
  disconnect(reason: 'refresh_requested' | 'warning' | 'link_disabled'): void
  close(): void
}

export function createSocketTransport(appId: string): SocketTransport {
  const server = new WebSocketServer({ noServer: true })
  const open = new Set<WebSocket>()
  let accepted = 0
  const waiting = new Map<string, (response: unknown) => void>()

  const receive = (data: string) => {
    const message: unknown = JSON.parse(data)
    if (!isRecord(message) || typeof message.envelope_id !== 'string') return
    waiting.get(message.envelope_id)?.(message.payload)
    waiting.delete(message.envelope_id)
  }

  return {
    accepted: () => accepted,
    accept(request, socket, head) {
      server.handleUpgrade(request, socket, head, (connection) => {
        open.add(connection)
        accepted += 1
        connection.on('message', (data) => receive(data.toString()))
        connection.on('close', () => open.delete(connection))
        connection.send(
          JSON.stringify({
            type: 'hello',
            num_connections: open.size,
            connection_info: { app_id: appId },
            debug_info: { host: 'stand-in', approximate_connection_time: 3600 },
          }),
        )
      })
    },
    async send(delivery, attempt) {
      const started = performance.now()
      const connection = [...open][randomInt(Math.max(open.size, 1))]
      if (connection === undefined) return { kind: 'none', ms: 0 }
      const id = randomUUID()
      return new Promise<Acknowledgement>((resolve) => {
        const elapsed = () => Math.round(performance.now() - started)
        const timer = setTimeout(() => {
          waiting.delete(id)
          resolve({ kind: 'none', ms: elapsed() })
        }, acknowledgeWithinMs)
        // Nobody waits for an acknowledgement when the process ends.
        timer.unref()
        waiting.set(id, (response) => {
          clearTimeout(timer)
          resolve({ kind: 'acknowledged', status: 200, ms: elapsed(), response, noRetry: false })
        })
        connection.send(
          JSON.stringify({
            envelope_id: id,
            type: delivery.kind,
            payload: delivery.payload,
            accepts_response_payload: delivery.kind !== 'events_api',
            ...(delivery.kind === 'events_api'
              ? { retry_attempt: attempt.number, retry_reason: attempt.number === 0 ? '' : attempt.reason }
              : {}),
          }),
        )
      })
    },
    disconnect(reason) {
      for (const connection of open) {
        connection.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'stand-in' } }))
        connection.close()
      }
    },
    close() {
      for (const connection of open) connection.terminate()
      server.close()
    },
  }
}
