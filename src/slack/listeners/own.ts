import type { Own } from '../message-origin.ts'

/** The bot's own marks, from what Bolt gives with every event. */
export const ownOf = (
  context: { readonly botId?: string; readonly botUserId?: string },
  body: { readonly api_app_id: string },
): Own => ({ appId: body.api_app_id, botId: context.botId ?? null, userId: context.botUserId ?? null })
