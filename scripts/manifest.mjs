// Makes manifest.json from manifest.yml, for Slack's CLI reads only JSON. With `--url ADDRESS` it prints a manifest for
// HTTP mode instead and writes nothing. https://docs.slack.dev/reference/app-manifest
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'

const root = new URL('../', import.meta.url)
const { values } = parseArgs({ options: { url: { type: 'string' } } })
const manifest = parse(readFileSync(new URL('manifest.yml', root), 'utf8'))

if (values.url === undefined) {
  writeFileSync(new URL('manifest.json', root), asJson(manifest))
} else if (!URL.canParse(values.url) || new URL(values.url).protocol !== 'https:') {
  console.error('--url takes the https address under which Slack reaches the bot, such as https://s3denied.example.com')
  process.exitCode = 2
} else {
  process.stdout.write(asJson(overHttp(manifest, new URL('/slack/events', values.url).href)))
}

/** The same app over HTTP: every request goes to the one address, and Socket Mode is off. */
function overHttp({ features, settings, ...rest }, url) {
  return {
    ...rest,
    features: { ...features, slash_commands: features.slash_commands.map((command) => ({ ...command, url })) },
    settings: {
      ...settings,
      event_subscriptions: { request_url: url, ...settings.event_subscriptions },
      interactivity: { ...settings.interactivity, request_url: url },
      socket_mode_enabled: false,
    },
  }
}

function asJson(value) {
  return `${JSON.stringify(value, null, 2)}\n`
}
