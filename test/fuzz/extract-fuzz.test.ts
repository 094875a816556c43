import { judge } from '../../bench/fuzz/judge.mjs'
import { makeMessage } from '../../bench/fuzz/message.mjs'
import { extract, findSecrets, redact } from '../../src/extract/index.ts'

/** A short run of bench/fuzz-extract.mjs, which reads a million: a seed that fails here makes the same message there. */
describe('made-up messages', () => {
  const seeds = Array.from({ length: 2_000 }, (_, number) => 20_261_124 + number)

  test('never throw, invent a field, show a secret, or answer differently as text, blocks or attachment', () => {
    for (const seed of seeds) {
      const message = makeMessage(seed)
      const { rule, detail } = judge(message, { extract, findSecrets, redact })
      if (rule !== undefined) throw new Error(`${rule}: ${detail}\nseed ${seed}\n${message.text}`)
    }
  })
})
