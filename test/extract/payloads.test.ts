import { existsSync, readFileSync } from 'node:fs'
import { extract } from '../../src/extract/index.ts'

interface Expected {
  readonly denials?: readonly Readonly<Record<string, string>>[]
  readonly secrets?: readonly string[]
  readonly symptoms?: readonly string[]
  readonly notAuthorization?: string | null
  readonly incident?: unknown
}

interface Case {
  readonly id: string
  readonly input: unknown
  readonly expect: Expected
}

const folder = new URL('../payloads/', import.meta.url)

const casesOf = (file: string): readonly Case[] => {
  const path = new URL(file, folder)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line): Case => JSON.parse(line))
}

const folded = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields)
      .map(([name, value]): [string, unknown] => [name, typeof value === 'string' ? value.replace(/\s+/g, ' ') : value])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

test('the shared cases are all there', () => {
  expect(casesOf('shared.jsonl')).toHaveLength(117)
})

// A field that a case does not list must be absent. Symptoms are checked where a case gives them.
describe.each(['shared.jsonl', 'own.jsonl', 'held-back.jsonl'].filter((file) => casesOf(file).length > 0))(
  '%s',
  (file) => {
    test.each(casesOf(file).map((entry): [string, Case] => [entry.id, entry]))('%s', (_, { input, expect: wanted }) => {
      const got = extract(input)
      expect(got.denials.map(folded)).toEqual((wanted.denials ?? []).map(folded))
      expect([...got.secrets].sort()).toEqual([...(wanted.secrets ?? [])].sort())
      expect(got.incident).toEqual(wanted.incident ?? null)
      if ('notAuthorization' in wanted || got.denials.length === 0)
        expect(got.notAuthorization).toBe(wanted.notAuthorization ?? null)
      if (wanted.symptoms !== undefined) expect(got.symptoms).toEqual(wanted.symptoms)
    })
  },
)
