import type { Message } from '../slack-stand-in/workspace.ts'
import { drawBlocks } from './blocks.ts'
import { readMrkdwn } from './mrkdwn.ts'
import { namesOf, type PageState } from './state.ts'
import { element, type Tree } from './tree.ts'

/** One message with its thread under it. */
export function drawThread(state: PageState, parent: Message, replies: readonly Message[]): Tree {
  const visible = replies.length > 0
  const count = replies.filter((reply) => reply.visible_to === undefined).length
  return element(
    'li',
    { class: 'item', 'data-thread': parent.ts },
    drawMessage(state, parent, true),
    ...(visible
      ? [
          element(
            'div',
            { class: 'thread', role: 'group', 'aria-label': 'Thread' },
            element('p', { class: 'count' }, count === 1 ? '1 reply' : `${count} replies`),
            ...replies.map((reply) => drawMessage(state, reply, false)),
          ),
        ]
      : []),
  )
}

function drawMessage(state: PageState, message: Message, isParent: boolean): Tree {
  if (message.subtype === 'channel_join')
    return element(
      'article',
      { class: 'message event', 'data-ts': message.ts },
      ...readMrkdwn(message.text, namesOf(state)),
    )
  const author = authorOf(state, message)
  const ephemeral = message.visible_to !== undefined
  return element(
    'article',
    {
      class: `message${ephemeral ? ' ephemeral' : ''}`,
      'data-ts': message.ts,
      'aria-label': `${author.name} at ${clock(message.ts)}`,
    },
    element('div', { class: `avatar ${author.look}`, 'aria-hidden': 'true' }, author.initials),
    element(
      'div',
      { class: 'body' },
      element(
        'div',
        { class: 'by' },
        element('strong', {}, author.name),
        ...(author.isApp ? [element('span', { class: 'app' }, 'App')] : []),
        element('time', { datetime: isoOf(message.ts) }, clock(message.ts)),
        ...(ephemeral ? [element('span', { class: 'only' }, 'Only visible to you')] : []),
      ),
      element('div', { class: 'content' }, ...drawContent(state, message)),
      ...(isParent && !ephemeral ? [drawTools(message, author.isApp)] : []),
    ),
  )
}

/** Slack shows the blocks where there are any; `text` is for notifications then. */
function drawContent(state: PageState, message: Message): readonly Tree[] {
  const names = namesOf(state)
  if (message.blocks !== undefined && message.blocks.length > 0) return drawBlocks(message.blocks, names)
  return [element('div', { class: 'block plain' }, ...readMrkdwn(message.text, names))]
}

const drawTools = (message: Message, isApp: boolean): Tree =>
  element(
    'div',
    { class: 'tools' },
    element('button', { type: 'button', class: 'quiet', 'data-reply': message.ts }, 'Reply in thread'),
    ...(isApp
      ? []
      : [element('button', { type: 'button', class: 'quiet', 'data-diagnose': message.ts }, 'Diagnose S3 denial')]),
  )

interface Author {
  readonly name: string
  readonly initials: string
  readonly isApp: boolean
  readonly look: string
}

function authorOf(state: PageState, message: Message): Author {
  if (message.bot_id !== undefined) return { name: 's3denied', initials: 'S3', isApp: true, look: 'bot' }
  if (message.user === undefined) return { name: 'Slackbot', initials: 'Sb', isApp: true, look: 'slackbot' }
  const person = state.people.get(message.user)
  const name = person?.real_name ?? message.user
  const words = name.split(' ')
  const initials = `${words[0]?.charAt(0) ?? ''}${words[1]?.charAt(0) ?? ''}`
  const place = [...state.people.keys()].indexOf(message.user)
  return {
    name: message.user === state.you ? `${name} (you)` : name,
    initials,
    isApp: false,
    look: `tone-${place % 5}`,
  }
}

const dateOf = (ts: string): Date => new Date(Number(ts.split('.')[0]) * 1000)

const isoOf = (ts: string): string => dateOf(ts).toISOString()

const clock = (ts: string): string =>
  dateOf(ts).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false })
