import { readdirSync, readFileSync } from 'node:fs'
import { explain, explainEvidence } from '../src/explain.ts'
import { compareExpected } from '../src/scenario/check-expected.ts'
import { writeEvidence } from '../src/scenario/evidence-writer.ts'
import { readScenario } from '../src/scenario/scenario.ts'

const folder = `${import.meta.dirname}/scenarios`
const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
const read = (file: string): unknown => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
const expectedOf = (json: unknown): Record<string, unknown> =>
  typeof json === 'object' && json !== null && 'expected' in json ? { ...Object(json.expected) } : {}

test('there are scenarios', () => {
  expect(files.length).toBeGreaterThanOrEqual(250)
})

describe.each(files)('%s', (file) => {
  const json = read(file)

  test('is decided as AWS decides', () => {
    const expected = expectedOf(json)
    expect(Object.keys(expected).length).toBeGreaterThan(0)
    expect(compareExpected(expected, explain(json))).toEqual([])
  })

  test('is decided the same once its evidence was saved and read again', () => {
    const { request, evidence } = readScenario(json)
    const again = readScenario({ request, evidence: writeEvidence(evidence), title: '', expected: {} })
    expect(explainEvidence(again.request, again.evidence)).toEqual(explainEvidence(request, evidence))
  })
})
