import type { Block, Channel } from '../slack-stand-in/workspace.ts'
import { drawBlocks } from './blocks.ts'
import { drawThread } from './messages.ts'
import { mount } from './mount.ts'
import { apply, isIncident, namesOf, openChannel, type PageState, threadsOf, welcome } from './state.ts'
import { describeChannel, drawChannels, drawExamples, sayWhatToType } from './surroundings.ts'
import type { Example, Gesture, Update } from './wire.ts'

const at = <T extends HTMLElement>(id: string, kind: new () => T): T => {
  const node = document.getElementById(id)
  if (node instanceof kind) return node
  throw new Error(`the page has no ${id}`)
}

const list = at('messages', HTMLOListElement)
const scroller = at('scroller', HTMLElement)
const channelList = at('channels', HTMLUListElement)
const title = at('channel-title', HTMLHeadingElement)
const about = at('channel-about', HTMLParagraphElement)
const composer = at('composer', HTMLFormElement)
const typed = at('typed', HTMLTextAreaElement)
const hint = at('hint', HTMLParagraphElement)
const replying = at('replying', HTMLDivElement)
const connection = at('connection', HTMLParagraphElement)
const view = at('view', HTMLDialogElement)
const incident = at('incident', HTMLDialogElement)
const incidentName = at('incident-name', HTMLInputElement)
const restingHint = hint.textContent ?? ''

let state: PageState | null = null
/** The thread in which the composer's message goes. */
let thread: string | null = null
/** The incident that was declared here and whose channel is not there yet, and what to type in it. */
let declared: { name: string; example: Example | null } | null = null

// Where there is no room beside the messages, the examples wait until they are asked for.
if (window.matchMedia('(max-width: 1180px)').matches) at('try', HTMLDetailsElement).open = false

const stream = new EventSource('/stream')
stream.onopen = () => connection.setAttribute('hidden', '')
stream.onerror = () => connection.removeAttribute('hidden')
stream.onmessage = (event: MessageEvent<string>) => take(JSON.parse(event.data))

function take(update: Update): void {
  if (update.kind === 'welcome') {
    state = welcome(update, state?.current)
    drawAll(state)
    at('examples', HTMLUListElement).replaceChildren(...drawExamples(state.examples).map(mount))
    revealLast()
    return
  }
  if (state === null) return
  state = apply(state, update)
  switch (update.kind) {
    case 'view':
      if (update.user === state.you) showView(state, update.view)
      break
    case 'channel':
      drawSurroundings(state)
      if (declared?.name === update.channel.name) enter(update.channel.id, declared.example)
      break
    case 'message':
      drawChange(state, update.message.channel, update.message.ts)
      break
    case 'deleted':
      drawChange(state, update.channel, update.ts)
      break
  }
}

function drawAll(from: PageState): void {
  drawSurroundings(from)
  list.replaceChildren(...threadsOf(from).map(({ parent, replies }) => mount(drawThread(from, parent, replies))))
}

function drawSurroundings(from: PageState): void {
  channelList.replaceChildren(...drawChannels(from).map(mount))
  const channel = from.channels.get(from.current)
  if (channel === undefined) return
  title.textContent = `# ${channel.name}`
  about.textContent = describeChannel(channel, from)
  typed.placeholder = sayWhatToType(channel)
}

/** Draws the thread of `ts` anew and keeps the place of the reader and of the keyboard. */
function drawChange(from: PageState, channel: string, ts: string): void {
  if (channel !== from.current) {
    drawSurroundings(from)
    return
  }
  const found = threadsOf(from).find(
    ({ parent, replies }) => parent.ts === ts || replies.some((reply) => reply.ts === ts),
  )
  if (found === undefined) {
    drawAll(from)
    return
  }
  const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80
  const old = [...list.children].find((item) => item instanceof HTMLElement && item.dataset.thread === found.parent.ts)
  const fresh = mount(drawThread(from, found.parent, found.replies))
  const focused = old?.contains(document.activeElement) === true ? selectorOf(document.activeElement) : null
  if (old === undefined) list.append(fresh)
  else old.replaceWith(fresh)
  if (focused !== null) list.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true })
  const changed = list.querySelector<HTMLElement>(`[data-ts="${ts}"]`)
  if (atEnd) reveal(changed)
  else if (changed?.classList.contains('ephemeral') === true) changed.scrollIntoView({ block: 'nearest' })
}

function selectorOf(node: Element | null): string | null {
  const action = node instanceof HTMLElement ? node.dataset.action : undefined
  const ts = node?.closest<HTMLElement>('[data-ts]')?.dataset.ts
  return action === undefined || ts === undefined ? null : `[data-ts="${ts}"] [data-action="${CSS.escape(action)}"]`
}

/** Shows the end of the channel, unless that hides the beginning of `message`: then its beginning, with what it answers. */
function reveal(message: Element | null | undefined): void {
  scroller.scrollTop = scroller.scrollHeight
  if (message == null || heightBetween(scroller, message) >= 0) return
  const thread = message.closest('.item')
  const isNear = thread !== null && heightBetween(thread, message) < scroller.clientHeight * 0.4
  ;(isNear ? thread : message).scrollIntoView()
}

const heightBetween = (upper: Element, lower: Element): number =>
  lower.getBoundingClientRect().top - upper.getBoundingClientRect().top

const revealLast = (): void => reveal([...list.querySelectorAll('.message')].at(-1))

function showView(from: PageState, shown: Block): void {
  const heading = shown.title
  const name = typeof heading === 'object' && heading !== null && 'text' in heading ? String(heading.text) : ''
  const drawn = drawBlocks(Array.isArray(shown.blocks) ? shown.blocks : [], namesOf(from))
  at('view-title', HTMLHeadingElement).textContent = name
  at('view-blocks', HTMLDivElement).replaceChildren(...drawn.map(mount))
  view.showModal()
}

function show(channel: string): void {
  if (state === null) return
  state = openChannel(state, channel)
  replyTo(null)
  drawAll(state)
  revealLast()
}

/** Puts an example into the composer, in a channel where it belongs; declares an incident where there is none. */
function tryOut(example: Example): void {
  if (state === null) return
  const { channels, current, installation } = state
  const fits = (channel: Channel | undefined): channel is Channel =>
    channel !== undefined &&
    isIncident(channel) === (example.where === 'incident') &&
    channel.members.includes(installation.botUserId)
  const here = channels.get(current)
  const chosen = fits(here) ? here : [...channels.values()].find(fits)
  if (chosen === undefined) declare('s3-denied', example)
  else enter(chosen.id, example)
}

function declare(what: string, example: Example | null): void {
  const slug = what
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  const name = `inc-${new Date().toISOString().slice(0, 10)}-${slug === '' ? 's3-denied' : slug}`
  declared = { name, example }
  void send({ kind: 'declare', name })
}

function enter(channel: string, example: Example | null): void {
  declared = null
  if (channel !== state?.current) show(channel)
  typed.value = example?.typed ?? ''
  resize()
  typed.focus()
}

function replyTo(ts: string | null): void {
  thread = ts
  replying.toggleAttribute('hidden', ts === null)
  if (ts !== null) typed.focus()
}

async function send(gesture: Gesture): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  try {
    const answer = await fetch('/gesture', { method: 'POST', headers, body: JSON.stringify(gesture) })
    hint.textContent = answer.ok ? restingHint : await answer.text()
  } catch {
    hint.textContent = 'The demo does not answer; is it still running?'
  }
}

function resize(): void {
  typed.rows = Math.min(Math.max(typed.value.split('\n').length, 1), 9)
}

composer.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = typed.value.trim()
  if (text === '' || state === null) return
  void send({ kind: 'type', channel: state.current, typed: text, ...(thread === null ? {} : { thread_ts: thread }) })
  typed.value = ''
  resize()
  replyTo(null)
  reveal(null)
})
typed.addEventListener('input', resize)
typed.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') replyTo(null)
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  composer.requestSubmit()
})

at('declare', HTMLButtonElement).addEventListener('click', () => {
  incidentName.value = ''
  incident.showModal()
})
at('not-declaring', HTMLButtonElement).addEventListener('click', () => incident.close())
at('not-replying', HTMLButtonElement).addEventListener('click', () => replyTo(null))
at('incident-form', HTMLFormElement).addEventListener('submit', () => declare(incidentName.value, null))

document.addEventListener('click', (event) => {
  const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null
  if (pressed === null || state === null) return
  const { channel, example, reply, diagnose, action } = pressed.dataset
  const ts = pressed.closest<HTMLElement>('[data-ts]')?.dataset.ts
  const chosen = example === undefined ? undefined : state.examples[Number(example)]
  if (channel !== undefined) show(channel)
  if (chosen !== undefined) tryOut(chosen)
  if (reply !== undefined) replyTo(reply)
  if (diagnose !== undefined) void send({ kind: 'diagnose', channel: state.current, ts: diagnose })
  if (action !== undefined && ts !== undefined) void send({ kind: 'press', channel: state.current, ts, action })
})
