/**
 * Reads made-up messages by the million and stops at the first that breaks a rule: no throw, nothing invented, no secret in
 * the output, one answer for one text in all of Slack's dresses. `node bench/fuzz-extract.mjs [--count N] [--seed S] [--keep-going]`
 * after `npm run build`. A message's seed is `S + its number`, so `--count 1 --seed THAT` makes it again.
 */
import { parseArgs } from 'node:util'
import { extract, findSecrets, redact } from '../dist/extract/index.js'
import { judge } from './fuzz/judge.mjs'
import { makeMessage } from './fuzz/message.mjs'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    'keep-going': { type: 'boolean', default: false },
  },
})
const count = Number(values.count)
const first = Number(values.seed)
const api = { extract, findSecrets, redact }
const broken = new Map()
const seen = { characters: 0, planted: 0, denials: 0, secrets: 0, other: 0 }
const started = performance.now()

function show(message, { rule, detail, extractions }) {
  console.log(
    `${rule}: ${detail}\nseed ${message.seed}\ntext ${JSON.stringify(message.text)}\npayload ${JSON.stringify(message.payloads.both)}\nanswer ${JSON.stringify(extractions.plain)}\n`,
  )
}

for (let i = 0; i < count; i++) {
  const message = makeMessage(first + i)
  const verdict = judge(message, api)
  seen.characters += message.text.length
  seen.planted += message.planted.length
  seen.denials += verdict.extractions.plain?.denials.length ?? 0
  seen.secrets += message.secrets.length
  if (verdict.extractions.plain?.notAuthorization) seen.other++
  if (verdict.rule !== undefined) {
    const times = (broken.get(verdict.rule) ?? 0) + 1
    broken.set(verdict.rule, times)
    if (times <= 3) show(message, verdict)
    if (!values['keep-going']) break
  }
  if ((i + 1) % 100_000 === 0)
    console.log(
      `${i + 1} messages, ${((performance.now() - started) / 1000).toFixed(0)} s, ${[...broken.values()].reduce((a, b) => a + b, 0)} violations`,
    )
}

const violations = [...broken].map(([rule, times]) => `${rule} ${times}`).join(', ')
console.log(
  `fuzz: ${count} messages (seed ${first}), ${seen.characters} characters, ${seen.planted} refusals planted, ${seen.denials} denials read, ${seen.other} other errors, ` +
    `${seen.secrets} secrets, ${((performance.now() - started) / 1000).toFixed(1)} s, violations: ${violations === '' ? 'none' : violations}`,
)
process.exitCode = broken.size === 0 ? 0 : 1
