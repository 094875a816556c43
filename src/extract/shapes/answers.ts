import { errorWords } from '../../refusal/error-words.ts'
import type { Finding, Shape } from '../found.ts'

/** The words of S3 and of its clients where no policy refused. */
export const otherAnswers: Shape = {
  name: "S3's other answers",
  general: true,
  marks: errorWords.map(({ words }) => words),
  read: ({ at, mark }) => {
    const answer = errorWords.find(({ words }) => words === mark)
    if (answer === undefined) return []
    const found: Finding = { at, end: at + mark.length, role: 'error', source: 'error', verdict: answer.kind }
    return [answer.shared ? { weak: true, ...found } : { s3: true, ...found }]
  },
}
