import type { Channel } from '../slack-stand-in/workspace.ts'
import { at, composer, connection, hint, incident, incidentName, replying, typed } from './nodes.ts'
import { apply, isIncident, openChannel, type PageState, welcome } from './state.ts'
import { drawAll, drawChange, drawSurroundings, revealLast, showExamples, showView, toEnd } from './view.ts'
import type { Example, Gesture, GestureOutcome, Update } from './wire.ts'

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
    showExamples(state)
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
    const outcome: GestureOutcome = await answer.json()
    hint.textContent = outcome.problem ?? restingHint
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
  toEnd()
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
