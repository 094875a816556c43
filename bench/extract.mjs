/**
 * Extraction's time against the length of the text, on real texts and on hostile ones: the slope of log time over log length
 * is about 1 where the time is linear. `node bench/extract.mjs` after `npm run build`; bench/bench.mjs calls it too.
 */
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const lengths = [1_000, 5_000, 10_000, 20_000, 40_000]
const budgetMs = 5

const sentence =
  'User: arn:aws:sts::111122223333:assumed-role/etl/i-0abc1234def567890 is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme-lake/2026/part-0.parquet" because no identity-based policy allows the s3:GetObject action'

/** Texts that are repeated up to the length; `raw` ones are sent without Slack's entities. */
const repeated = {
  chatter: 'the deploy at nine broke the nightly export again, looking at it now. ',
  'one error over and over': `An error occurred (AccessDenied) when calling the GetObject operation: ${sentence}\n`,
  'java stack frames': '\tat com.acme.billing.InvoiceLoader.load(InvoiceLoader.java:88)\n',
  's3://s3://': 's3://',
  'arn:arn:': 'arn:',
  'arn:aws:s3:::': 'arn:aws:s3:::',
  'User: User: ': 'User: ',
  'open brackets': '(',
  'open quotes': '"',
  blanks: ' ',
  'line breaks': '\n',
  'one word': 'x',
  'angle brackets': '<',
  'raw angle brackets': '<',
  'raw entities': '&amp;lt;',
  'raw links': '<https://a|',
  'percent codes': '%25',
  backslashes: '\\"',
  fences: '```',
  gutters: '│ \n',
  hosts: 'https://a.s3.',
  'open JSON': '{"errorCode":{',
  XML: '<Error><Code>',
  'is not authorized': ' is not authorized to perform: ',
  'error codes': '(AccessDenied) ',
  'log columns': 'REST.GET.OBJECT - "GET ',
  'an error occurred': 'An error occurred (',
  secrets: 'AWS_SECRET_ACCESS_KEY=',
  presigned: '?X-Amz-Signature=',
}

const fill = (piece, length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

/** Different refusals one after the other, as a long incident log has them. */
function manyDenials(length) {
  let text = ''
  for (let i = 0; text.length < length; i++)
    text += `download failed: s3://acme-lake-${i}/k/${i}.json to ./x An error occurred (AccessDenied) when calling the GetObject operation: Access Denied\n`
  return text.slice(0, length)
}

/** The texts of the shared payloads, one after the other. */
function realPaste(length) {
  const lines = readFileSync(new URL('../test/payloads/shared.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  const texts = lines
    .map((line) => JSON.parse(line).input.event.text)
    .filter((text) => typeof text === 'string' && text !== '')
  return fill(texts.join('\n'), length)
}

const entities = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Median ms of one call; a text is read until the sum is long enough for the clock. */
function medianMs(run) {
  const times = []
  let total = 0
  while (times.length < 7 || (total < 40 && times.length < 200)) {
    const from = performance.now()
    run()
    const took = performance.now() - from
    times.push(took)
    total += took
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
}

/** Least squares of log ms over log length. */
function slope(points) {
  const logs = points.map(([length, ms]) => [Math.log(length), Math.log(ms)])
  const mean = (of) => logs.reduce((sum, point) => sum + of(point), 0) / logs.length
  const [x, y] = [mean((p) => p[0]), mean((p) => p[1])]
  return logs.reduce((sum, p) => sum + (p[0] - x) * (p[1] - y), 0) / logs.reduce((sum, p) => sum + (p[0] - x) ** 2, 0)
}

/**
 * Prints a table and returns the worst figures: `{ worstMs, worstText, worstSlope, withinBudget }`; ms are for 40,000
 * characters of message text, which is Slack's limit.
 */
export async function benchExtract(print = console.log) {
  const { extract } = await import('../dist/extract/index.js')
  const message = (text) => ({
    kind: 'message',
    event: { type: 'message', user: 'U0JDOE0001', ts: '1764000000.000100', channel: 'C0DATAENG1', text },
  })
  const texts = [
    ['real pastes', realPaste],
    ['many denials', manyDenials],
    ...Object.entries(repeated).map(([name, piece]) => [
      name,
      (length) => fill(!name.startsWith('raw ') ? entities(piece) : piece, length),
    ]),
  ]
  print(`extraction, median ms by length of the text (Node ${process.version})`)
  print(`${'text'.padEnd(26)}${lengths.map((n) => String(n).padStart(9)).join('')}${'slope'.padStart(8)}`)
  for (let i = 0; i < 200; i++) extract(message(realPaste(2_000)))
  const worst = { worstMs: 0, worstText: '', worstSlope: 0 }
  for (const [name, make] of texts) {
    const points = lengths.map((length) => {
      const payload = message(make(length))
      return [length, medianMs(() => extract(payload))]
    })
    const ms = points.at(-1)[1]
    const grade = slope(points)
    if (ms > worst.worstMs) Object.assign(worst, { worstMs: ms, worstText: name })
    worst.worstSlope = Math.max(worst.worstSlope, grade)
    print(
      `${name.padEnd(26)}${points.map(([, t]) => t.toFixed(3).padStart(9)).join('')}${grade.toFixed(2).padStart(8)}`,
    )
  }
  print(
    `slowest: ${worst.worstText}, ${worst.worstMs.toFixed(2)} ms for 40,000 characters (budget ${budgetMs} ms); steepest slope ${worst.worstSlope.toFixed(2)}`,
  )
  return { ...worst, withinBudget: worst.worstMs < budgetMs }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { withinBudget } = await benchExtract()
  process.exitCode = withinBudget ? 0 : 1
}
