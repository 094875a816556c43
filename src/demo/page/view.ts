import type { Block } from '../slack-stand-in/workspace.ts'
import { drawBlocks } from './blocks.ts'
import { drawThread } from './messages.ts'
import { mount } from './mount.ts'
import { about, at, channelList, list, scroller, title, typed, view } from './nodes.ts'
import { namesOf, type PageState, threadsOf } from './state.ts'
import { describeChannel, drawChannels, drawExamples, sayWhatToType } from './surroundings.ts'

export function drawAll(from: PageState): void {
  drawSurroundings(from)
  list.replaceChildren(...threadsOf(from).map(({ parent, replies }) => mount(drawThread(from, parent, replies))))
}

export function drawSurroundings(from: PageState): void {
  channelList.replaceChildren(...drawChannels(from).map(mount))
  const channel = from.channels.get(from.current)
  if (channel === undefined) return
  title.textContent = `# ${channel.name}`
  about.textContent = describeChannel(channel, from)
  typed.placeholder = sayWhatToType(channel)
}

/** Draws the thread of `ts` anew and keeps the place of the reader and of the keyboard. */
export function drawChange(from: PageState, channel: string, ts: string): void {
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
  toEnd()
  if (message == null || heightBetween(scroller, message) >= 0) return
  const thread = message.closest('.item')
  const isNear = thread !== null && heightBetween(thread, message) < scroller.clientHeight * 0.4
  ;(isNear ? thread : message).scrollIntoView()
}

export function toEnd(): void {
  scroller.scrollTop = scroller.scrollHeight
}

const heightBetween = (upper: Element, lower: Element): number =>
  lower.getBoundingClientRect().top - upper.getBoundingClientRect().top

/** Shows the newest message. */
export const revealLast = (): void => reveal([...list.querySelectorAll('.message')].at(-1))

export function showView(from: PageState, shown: Block): void {
  const heading = shown.title
  const name = typeof heading === 'object' && heading !== null && 'text' in heading ? String(heading.text) : ''
  const drawn = drawBlocks(Array.isArray(shown.blocks) ? shown.blocks : [], namesOf(from))
  at('view-title', HTMLHeadingElement).textContent = name
  at('view-blocks', HTMLDivElement).replaceChildren(...drawn.map(mount))
  view.showModal()
}

export function showExamples(from: PageState): void {
  at('examples', HTMLUListElement).replaceChildren(...drawExamples(from.examples).map(mount))
}
