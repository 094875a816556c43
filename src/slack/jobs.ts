/** The work under way, so that a stop can wait for it and tell those who wait for what is left. */
export interface Jobs {
  /** Counts `work` until it settles; its result or error passes through. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Registers what to say to whoever waits, should the process stop first; the answer takes the registration back. */
  whenInterrupted(tell: () => Promise<void>): () => void
  /** Waits up to `finishMs` for all work, then tells the rest, waiting up to `tellMs` for that. Gives what was left. */
  drain(finishMs: number, tellMs: number): Promise<number>
  count(): number
}

export function createJobs(): Jobs {
  const running = new Set<Promise<unknown>>()
  const tells = new Set<() => Promise<void>>()

  const waitForAll = (): Promise<unknown> => Promise.allSettled([...running])

  return {
    async run(work) {
      const job = work()
      running.add(job)
      try {
        return await job
      } finally {
        running.delete(job)
      }
    },
    whenInterrupted(tell) {
      tells.add(tell)
      return () => tells.delete(tell)
    },
    async drain(finishMs, tellMs) {
      await Promise.race([waitForAll(), sleep(finishMs)])
      const left = running.size
      await Promise.race([Promise.allSettled([...tells].map((tell) => tell())), sleep(tellMs)])
      return left
    },
    count: () => running.size,
  }
}

/** Does not keep the process alive. */
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref())
