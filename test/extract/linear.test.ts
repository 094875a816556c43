import { findMarks } from '../../src/extract/marks.ts'
import { joinPassages } from '../../src/extract/normalize.ts'
import { prepareShapes } from '../../src/extract/read-findings.ts'
import { readText } from '../../src/extract/read-text.ts'
import { shapes } from '../../src/extract/shapes/index.ts'

// Time lies on a shared machine, so what is counted is how many characters all occurrences may look at.

const adversarial = [
  's3://',
  'arn:aws:s3:::',
  'arn:arn:',
  '((((',
  '`',
  '```',
  'User: ',
  'User: a is not authorized to perform: s3:GetObject ',
  'An error occurred (AccessDenied) when calling the ',
  'operation error S3: GetObject, ',
  'AccessDenied: ',
  '403 ',
  '<Code>AccessDenied</Code>',
  "'Key': 'a', 'Code': 'AccessDenied' ",
  'https://a.s3.amazonaws.com/?X-Amz-Signature=1&',
  'bucket ',
  'upload failed: s3://aaa to ',
  '(Service: S3; Status Code: 403; ',
  '"eventSource": "s3.amazonaws.com", "errorCode": "AccessDenied" ',
  'aws s3 cp s3://aaa/b s3://bbb/c ',
  ' \n \n',
  '\n',
  'a',
  '"',
]

const repeated = (piece: string, length: number): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length)

function workOf(text: string): number {
  let characters = 0
  readText([text], (seen) => {
    characters += seen
  })
  return characters
}

test.each(adversarial)('%j: four times the text is at most four times the work', (piece) => {
  const short = workOf(repeated(piece, 10_000))
  const long = workOf(repeated(piece, 40_000))
  expect(long).toBeLessThanOrEqual(4.5 * short + 12_000)
})

test.each(adversarial)('%j: no shape sees the text more than twice and a boundary beside each mark', (piece) => {
  const text = joinPassages([repeated(piece, 20_000)])
  for (const shape of shapes) {
    let characters = 0
    let reads = 0
    prepareShapes([shape])(text, (seen) => {
      characters += seen
      reads++
    })
    expect(characters).toBeLessThanOrEqual(2 * text.length + 80 * reads)
  }
})

test('a long listing is read at its beginning and at its end', () => {
  const lines = Array.from({ length: 600 }, (_, i) => `aws s3 cp s3://acme-${i}/a .`)
  const text = `${lines.join('\n')}\n$ aws s3api get-object --bucket acme-last --key k\nAn error occurred (AccessDenied) when calling the GetObject operation: Access Denied`
  expect(readText([text]).denials).toEqual([
    { bucket: 'acme-last', key: 'k', operation: 'GetObject', message: 'Access Denied' },
  ])
})

test('marks are found at every place, inside each other and in any case', () => {
  const finder = findMarks(['he', 'she', 'hers', 'xyz'])
  const found = finder.find('uSHErs xyxyz').map(({ word, at }) => [finder.words[word], at])
  expect(found).toEqual([
    ['she', 1],
    ['he', 2],
    ['hers', 2],
    ['xyz', 9],
  ])
})
