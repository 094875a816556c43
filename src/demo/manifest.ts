import { readFile } from 'node:fs/promises'
import { z } from 'zod'

const manifestSchema = z.object({
  features: z.object({ shortcuts: z.array(z.object({ callback_id: z.string() })).min(1) }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
})

/** What the app is granted and told, as its manifest says: the stand-in gives it no more than a real workspace would. */
export interface Grants {
  readonly scopes: readonly string[]
  readonly events: readonly string[]
  readonly shortcut: string
}

export async function readManifest(file = new URL('../../manifest.json', import.meta.url)): Promise<Grants> {
  const { features, oauth_config, settings } = manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')))
  return {
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions.bot_events,
    shortcut: features.shortcuts[0]?.callback_id ?? '',
  }
}
