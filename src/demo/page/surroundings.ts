import type { Channel } from '../slack-stand-in/workspace.ts'
import { isIncident, type PageState } from './state.ts'
import { element, type Tree } from './tree.ts'
import type { Example } from './wire.ts'

export const drawChannels = (state: PageState): readonly Tree[] =>
  [...state.channels.values()].map((channel) => {
    const current: Record<string, string> = channel.id === state.current ? { 'aria-current': 'page' } : {}
    const unread = state.unread.has(channel.id)
    return element(
      'li',
      {},
      element(
        'button',
        { type: 'button', class: unread ? 'channel unread' : 'channel', 'data-channel': channel.id, ...current },
        element('span', { class: 'hash', 'aria-hidden': 'true' }, channel.is_private ? '🔒' : '#'),
        element('span', { class: 'name' }, channel.name),
        ...(unread ? [element('span', { class: 'dot' }, element('span', { class: 'hidden' }, 'unread'))] : []),
      ),
    )
  })

/** What the bot does in this channel, for the line under its name. */
export function describeChannel(channel: Channel, state: PageState): string {
  const joined = channel.members.includes(state.installation.botUserId)
  if (isIncident(channel))
    return joined
      ? 'An incident: s3denied answers a denial here without being asked'
      : 'An incident: s3denied is joining'
  return joined
    ? 'Ask with /s3denied or @s3denied; ordinary talk gets no answer'
    : 's3denied is no member here: /s3denied works all the same'
}

export const sayWhatToType = (channel: Channel): string =>
  isIncident(channel)
    ? 'Paste an error, or /s3denied bucket/key as role'
    : '/s3denied bucket/key as role, or @s3denied and an error'

export const drawExamples = (examples: readonly Example[]): readonly Tree[] =>
  examples.map((example, index) =>
    element(
      'li',
      {},
      element(
        'button',
        { type: 'button', class: 'example', 'data-example': String(index) },
        element('span', { class: 'symptom' }, example.symptom),
        element('span', { class: 'title' }, example.title),
        element('span', { class: 'typed' }, firstLineOf(example.typed)),
      ),
    ),
  )

const firstLineOf = (text: string): string => text.replaceAll('```', '').trim().split('\n')[0] ?? ''
