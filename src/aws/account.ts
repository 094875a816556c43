import { type Answer, answered, type Refusal, refusal } from './answer.ts'
import type { Read } from './commands.ts'

/**
 * One account as the read-only role sees it. `ask` never throws: what AWS refuses, and what does not arrive in time, is
 * a refusal. A fake of it is a function in a test.
 */
export interface Account {
  readonly id: string
  readonly ask: Ask
}

/** `region` is where the thing lives; left out, the home region of the settings. */
export type Ask = <I, O>(read: Read<I, O>, input: I, region?: string) => Promise<Answer<O>>

/** An account whose role was refused: every question is answered by that refusal. */
export const closedAccount = (id: string, why: Refusal): Account => ({ id, ask: async () => why })

/** An account that nobody said may be read. */
export const foreignAccount = (id: string): Account => ({
  id,
  ask: async ({ action }) => refusal(action, 'AccountNotConfigured', { message: `${id} is not in S3DENIED_ACCOUNTS` }),
})

/** Pages are bounded, so that no account's size can hold a diagnosis up. */
const maxPages = 20

interface Pages<I, O, T> {
  readonly read: Read<I, O>
  readonly input: NoInfer<I>
  readonly items: (output: NoInfer<O>) => readonly T[] | undefined
  /** What the next page's input has beside the first one's; `null` after the last page. */
  readonly next: (output: NoInfer<O>) => Partial<NoInfer<I>> | null
  readonly region?: string
}

/**
 * Every item of a listing. A page that is refused refuses the whole, since half a list would read as a whole one. An
 * empty page with a token is no end: Organizations sends such pages.
 */
export async function askAll<I, O, T>(account: Account, pages: Pages<I, O, T>): Promise<Answer<readonly T[]>> {
  const all: T[] = []
  let input: I = pages.input
  for (let page = 0; page < maxPages; page++) {
    const answer = await account.ask(pages.read, input, pages.region)
    if (answer.kind === 'refused') return answer
    all.push(...(pages.items(answer.output) ?? []))
    const more = pages.next(answer.output)
    if (more === null) return answered(all)
    input = { ...pages.input, ...more }
  }
  return refusal(pages.read.action, 'TooManyPages', { message: `more than ${maxPages} pages` })
}
