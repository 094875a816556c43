import type { BlockAction, ButtonAction } from '@slack/bolt'

/** The thread in which a button was pressed: without it, what only one person sees would stand in the channel instead. */
export function threadOf({ container }: Pick<BlockAction<ButtonAction>, 'container'>): { readonly thread_ts?: string } {
  const thread_ts: unknown = container.thread_ts
  return typeof thread_ts === 'string' ? { thread_ts } : {}
}
