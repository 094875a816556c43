import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { countBlockCharacters, findBlockFaults, totalBlocksLimit } from '../../src/demo/slack-stand-in/block-limits.ts'
import { explainEvidence } from '../../src/explain.ts'
import { readScenario } from '../../src/scenario/scenario.ts'
import { answerMessage } from '../../src/slack/messages/answer-message.ts'
import { evidenceMessages } from '../../src/slack/messages/evidence-message.ts'
import type { Message } from '../../src/slack/messages/message.ts'
import { ask, cases } from './message-cases.ts'
import { diagnosed, hostileText, provenDeny, twoBlockers } from './samples.ts'

const folder = new URL('../golden/messages/', import.meta.url)
const goldenOf = (name: string): URL => new URL(`${name}.json`, folder)

/** Writing is asked for (`GOLDEN=write npm run jest -- test/slack/messages`), and fails, so that a run never proves itself. */
const writes = process.env.GOLDEN === 'write'

describe('every message is as its golden file shows', () => {
  test.each([...cases])('%s', (name, messages) => {
    const now = `${JSON.stringify(messages, null, 2)}\n`
    if (writes) {
      writeFileSync(goldenOf(name), now)
      throw new Error('written; look at the change, then run without GOLDEN')
    }
    if (!existsSync(goldenOf(name))) throw new Error(`no golden file ${name}.json; GOLDEN=write writes it`)
    expect(now).toBe(readFileSync(goldenOf(name), 'utf8'))
  })

  test('no golden file is left over', () => {
    expect(readdirSync(folder).sort()).toEqual([...cases.keys()].map((name) => `${name}.json`).sort())
  })
})

/** Everything in a value, with the key under which it stands. */
function* everything(value: unknown, key = ''): Generator<readonly [string, unknown]> {
  yield [key, value]
  if (typeof value !== 'object' || value === null) return
  for (const [name, part] of Object.entries(value)) yield* everything(part, Array.isArray(value) ? key : name)
}

const types = ({ blocks }: Message): readonly unknown[] =>
  [...everything(blocks)].filter(([key]) => key === 'type').map(([, value]) => value)

function expectSafe(message: Message): void {
  expect(findBlockFaults(message.blocks)).toEqual([])
  expect(countBlockCharacters(message.blocks.map((block) => ({ ...block })))).toBeLessThan(totalBlocksLimit)
  expect(JSON.stringify(message.blocks).length).toBeLessThan(15_000)
  expect(message.text.length).toBeLessThanOrEqual(4_000)
  expect(message.text.length).toBeGreaterThan(0)
  // In none of these Slack parses anything.
  const inert = ['rich_text', 'rich_text_section', 'rich_text_preformatted', 'rich_text_list', 'text', 'plain_text']
  expect(new Set(types(message))).toEqual(
    new Set(types(message).filter((type) => [...inert, 'context', 'actions', 'button', 'link'].includes(String(type)))),
  )
  for (const [key, value] of everything(message.blocks)) {
    if (key === 'url') expect(value).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//)
  }
  // The plain text is parsed: nothing in it may be markup.
  expect(message.text).not.toMatch(/[<>`]/)
  expect(message.text).not.toMatch(/&(?!amp;|lt;|gt;)/)
  expect(message.blocks[0]?.type).toBe('rich_text')
}

describe('no message breaks Slack’s limits, pings, links or formats', () => {
  test.each([...cases])('%s', (_, messages) => {
    expect(messages.length).toBeGreaterThan(0)
    for (const message of messages) expectSafe(message)
  })

  test('for every scenario', () => {
    const scenarios = new URL('../scenarios/', import.meta.url)
    const names = readdirSync(scenarios).filter((name) => name.endsWith('.json'))
    expect(names.length).toBeGreaterThan(100)
    for (const name of names) {
      const { request, evidence } = readScenario(JSON.parse(readFileSync(new URL(name, scenarios), 'utf8')))
      const diagnosis = explainEvidence(request, evidence)
      const outcome = { kind: 'diagnosis' as const, diagnosis, request, evidence, readAs: [], assumptions: [] }
      expectSafe(answerMessage(outcome, { bucket: request.bucket, principal: request.principal }, 0))
      for (const message of evidenceMessages(outcome, 0)) expectSafe(message)
    }
  })

  test('whatever texts AWS and people give', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 3_000 }),
      fc.constantFrom(hostileText, '', '`', '``', '\uD83D\uDE00'.repeat(900)),
    )
    fc.assert(
      fc.property(text, text, text, fc.array(text, { maxLength: 20 }), fc.jsonValue(), (a, b, c, many, json) => {
        const { nextStep } = twoBlockers
        if (nextStep === null || nextStep.change === null) throw new Error('the sample has a change')
        const outcome = diagnosed({
          ...twoBlockers,
          headline: a,
          explanation: b,
          request: { principal: c, action: a, resource: b, expectedPrincipal: c },
          notes: many.map((note) => ({ kind: 'limit', text: note })),
          unread: many.map((fact) => ({ fact, why: a })),
          nextStep: {
            ...nextStep,
            owner: a,
            text: b,
            commands: many,
            change: { ...nextStep.change, policy: c, after: json, excerpt: json },
          },
        })
        expectSafe(answerMessage(outcome, { bucket: a, key: b, principal: c, message: many.join() }, 0))
        for (const message of evidenceMessages(outcome, 0)) expectSafe(message)
      }),
      { numRuns: 300 },
    )
  })
})

test('an answer and what is posted before it have the same blocks, which chat.update needs', () => {
  const kinds = (name: string, index = 0): readonly string[] =>
    (cases.get(name)?.[index]?.blocks ?? []).map(({ type }) => type)
  const whole = ['rich_text', 'rich_text', 'actions', 'context']
  expect(kinds('answer-proven')).toEqual(whole)
  expect(kinds('answer-failed')).toEqual(whole)
  expect(kinds('problem-role-refused')).toEqual(whole)
  expect(kinds('progress', 1)).toEqual(whole)
  expect(kinds('progress', 0)).toEqual(whole.slice(0, 1))
})

test('the JSON of a change stands in a block of its own and is JSON', () => {
  const blocks = answerMessage(diagnosed(provenDeny), ask, 0).blocks
  const shown = [...everything(blocks)].flatMap(([, value]) =>
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'rich_text_preformatted'
      ? [value]
      : [],
  )
  const [json] = [...everything(shown[0])].filter(([key]) => key === 'text').map(([, value]) => value)
  expect(JSON.parse(String(json))).toEqual(provenDeny.nextStep?.change?.after)
})
