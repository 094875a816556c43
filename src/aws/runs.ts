import pLimit from 'p-limit'
import { type Answer, answered, cameFromAws, type Refusal, refusal, refusalOf } from './answer.ts'
import type { SendOptions } from './commands.ts'

export interface Limits {
  /** How long one call may take, its repetition included. */
  readonly callMs: number
  /** How long the whole reading may take; what has not arrived by then was not read. */
  readonly wholeMs: number
  /** How many calls run side by side. */
  readonly concurrency: number
}

export const defaultLimits: Limits = { callMs: 4_000, wholeMs: 11_000, concurrency: 16 }

/** The calls of one reading: each bounded in time, together bounded in number and time, none of them throwing. */
export interface Runs {
  run<O>(action: string, send: (options: SendOptions) => Promise<O>): Promise<Answer<O>>
  /** The first call that got no answer, where none of the calls got one. */
  silence(): Refusal | null
  /** Everything that was refused or did not arrive, in its order. */
  refused(): readonly Refusal[]
}

export function createRuns({ callMs, wholeMs, concurrency }: Limits): Runs {
  const whole = AbortSignal.timeout(wholeMs)
  const limit = pLimit(concurrency)
  let answers = 0
  const refused: Refusal[] = []

  const note = <O>(answer: Answer<O>): Answer<O> => {
    if (cameFromAws(answer)) answers++
    if (answer.kind === 'refused') refused.push(answer)
    return answer
  }

  return {
    run: (action, send) =>
      limit(async () => {
        if (whole.aborted) return note(timeout(action))
        const signal = AbortSignal.any([whole, AbortSignal.timeout(callMs)])
        return note(await settle(action, send({ abortSignal: signal }), signal))
      }),
    silence: () => (answers > 0 ? null : (refused[0] ?? null)),
    refused: () => refused,
  }
}

const timeout = (action: string): Refusal => refusal(action, 'TimeoutError', { message: 'no answer in time' })

/** The SDK does not heed the signal while it waits to repeat a call or looks for credentials, so the race is run here. */
async function settle<O>(action: string, sent: Promise<O>, signal: AbortSignal): Promise<Answer<O>> {
  const late = new Promise<Refusal>((resolve) => {
    signal.addEventListener('abort', () => resolve(timeout(action)), { once: true })
  })
  const arrived = sent.then(
    (output): Answer<O> => answered(output),
    (thrown: unknown): Answer<O> => (signal.aborted ? timeout(action) : refusalOf(action, thrown)),
  )
  return Promise.race([arrived, late])
}
