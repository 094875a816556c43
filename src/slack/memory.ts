import { LRUCache } from 'lru-cache'

/**
 * What the bot remembers between two events: which message it acted on, and where its answer stands. Values are text,
 * so that several processes can share them through a store.
 */
export interface Memory {
  /** Takes all of `keys` at once; `false`, and nothing taken, where one of them was taken before. */
  claim(keys: readonly string[]): Promise<boolean>
  /** Gives keys back: the work that they stood for was not done. */
  release(keys: readonly string[]): Promise<void>
  get(key: string): Promise<string | null>
  set(key: string, value: string): Promise<void>
}

/** Slack's last retry comes five minutes after the event; edits and presses of a button come later. */
const keptMs = 6 * 60 * 60 * 1000

const keptEntries = 20_000

/** Memory of one process. */
export function createMemory(): Memory {
  const cache = new LRUCache<string, string>({ max: keptEntries, ttl: keptMs })
  return {
    async claim(keys) {
      if (keys.some((key) => cache.has(`claim:${key}`))) return false
      for (const key of keys) cache.set(`claim:${key}`, '')
      return true
    },
    async release(keys) {
      for (const key of keys) cache.delete(`claim:${key}`)
    },
    async get(key) {
      return cache.get(key) ?? null
    },
    async set(key, value) {
      cache.set(key, value)
    },
  }
}
