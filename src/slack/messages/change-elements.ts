import type { NextStep, PolicyChange } from '../../diagnosis.ts'
import { named } from './describe.ts'
import { cut } from './layout.ts'
import { type Element, paragraph, plain, preformatted } from './rich-text.ts'

export interface ChangeLimits {
  /** A changed document up to this length is shown whole; a longer one makes a tall card that nobody reads. */
  readonly whole: number
  readonly excerpt: number
  readonly commands: number
}

export const asJson = (value: unknown): string => JSON.stringify(value, null, 2) ?? ''

/** What to change, as JSON that the console takes as it stands, and the commands that do it. */
export const changeElements = ({ change, commands }: NextStep, max: ChangeLimits): readonly Element[] => [
  ...(change === null ? [] : documentElements(change, commands, max)),
  ...commandElements(commands, max),
]

/** The whole document where it is new or short; else the statement that is new in it, which the console's editor takes too. */
function documentElements(
  { policy, before, after, excerpt }: PolicyChange,
  commands: readonly string[],
  max: ChangeLimits,
): readonly Element[] {
  const isFile = commands.some((command) => command.includes('file://policy.json'))
  const whole = asJson(after)
  if (whole.length <= (before === null ? max.excerpt : max.whole)) {
    const label = before === null ? [plain('New: '), named(policy)] : [named(policy), plain(' after the change')]
    return [paragraph([...label, plain(isFile ? ' (policy.json):' : ':')]), preformatted(whole)]
  }
  const part = asJson(excerpt)
  const notes = [
    ...(part.length > max.excerpt ? ['cut here'] : []),
    `Evidence shows the whole document${isFile ? ', policy.json' : ''}`,
  ]
  return [
    paragraph([plain('To write into '), named(policy), plain(` (${notes.join('; ')}):`)]),
    preformatted(cut(part, max.excerpt)),
  ]
}

/** Whole commands only: half of one must not be pasted into a terminal. */
function commandElements(commands: readonly string[], max: ChangeLimits): readonly Element[] {
  const shown = commands.filter((_, index) => commands.slice(0, index + 1).join('\n').length <= max.commands)
  const left = commands.length - shown.length
  return [
    ...(shown.length === 0 ? [] : [preformatted(shown.join('\n'))]),
    ...(left === 0 ? [] : [paragraph([plain(`${left} more ${left === 1 ? 'command' : 'commands'} under Evidence.`)])]),
  ]
}
