/** The page's node with this id and of this kind; an error where the markup does not have it. */
export const at = <T extends HTMLElement>(id: string, kind: new () => T): T => {
  const node = document.getElementById(id)
  if (node instanceof kind) return node
  throw new Error(`the page has no ${id}`)
}

export const list = at('messages', HTMLOListElement)
export const scroller = at('scroller', HTMLElement)
export const channelList = at('channels', HTMLUListElement)
export const title = at('channel-title', HTMLHeadingElement)
export const about = at('channel-about', HTMLParagraphElement)
export const composer = at('composer', HTMLFormElement)
export const typed = at('typed', HTMLTextAreaElement)
export const hint = at('hint', HTMLParagraphElement)
export const replying = at('replying', HTMLDivElement)
export const connection = at('connection', HTMLParagraphElement)
export const view = at('view', HTMLDialogElement)
export const incident = at('incident', HTMLDialogElement)
export const incidentName = at('incident-name', HTMLInputElement)
