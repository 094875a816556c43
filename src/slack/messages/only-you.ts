import { footnote } from './layout.ts'
import { type Message, message } from './message.ts'

/** A message for one person's eyes, saying so. */
export const onlyForYou = ({ blocks }: Message): Message =>
  message([...blocks, footnote('Only you see this: others may read this channel.')])
