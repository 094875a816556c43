import { joinPassages } from '../../src/extract/normalize.ts'
import { splitRecords } from '../../src/extract/records.ts'

const recordsOf = (text: string, joined: readonly { at: number; end: number }[] = []): readonly string[] => {
  const records = splitRecords(text, joined)
  return records.starts.map((_, index) => records.textOf(index).trim().split('\n')[0] ?? '')
}

test('a line begins a record unless it continues the one above', () => {
  const text = joinPassages([
    'AccessDenied: x\n\tat frame\nCaused by: y\n{\n  "a": 1\n}\nnext\n<Error>body</Error>',
    'other passage',
  ])
  expect(recordsOf(text)).toEqual(['AccessDenied: x', '{', 'next', 'other passage'])
})

test('what was read as one thing is one record', () => {
  const text = 'upload to bucket\nacme-x: AccessDenied\nnext'
  expect(recordsOf(text)).toHaveLength(3)
  expect(recordsOf(text, [{ at: 10, end: 24 }])).toEqual(['upload to bucket', 'next'])
})

test('a passage is told of each record', () => {
  const records = splitRecords(joinPassages(['a\nb', 'c']), [])
  expect(records.starts.map((start) => records.passageOf(records.at(start)))).toEqual([0, 0, 1])
})
