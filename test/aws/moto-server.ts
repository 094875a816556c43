import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'

/** A moto server of the test's own, on loopback. */
export interface MotoServer {
  readonly url: string
  /** From now on IAM decides: every call needs a policy that allows it. */
  readonly enforceIam: () => Promise<void>
  readonly stop: () => Promise<void>
}

const startMs = 30_000

export const motoIsInstalled = (): boolean => spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0

/** Starts moto_server and waits until it answers; throws where it does not within half a minute. */
export async function startMoto(): Promise<MotoServer> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
  })
  const end = Date.now() + startMs
  while (!(await answers(url))) {
    if (server.exitCode !== null || Date.now() > end) {
      await stop(server)
      throw new Error(`moto_server did not answer at ${url} within ${startMs} ms`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    enforceIam: async () => {
      await fetch(`${url}/moto-api/reset-auth`, { method: 'POST', body: '0' })
    },
    stop: () => stop(server),
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/moto-api/data.json`, { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  )

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  const hard = setTimeout(() => server.kill('SIGKILL'), 3_000)
  await ended
  clearTimeout(hard)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
