import { type Fact, known, unknown } from '../fact.ts'

/**
 * A policy document as AWS sends it: JSON, which IAM percent-encodes. What is no JSON is unknown, never an empty policy.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
 */
export function readDocument(text: string | undefined): Fact<unknown> {
  if (text === undefined || text === '') return unknown('AWS answered without the policy document')
  try {
    return known(JSON.parse(text.trimStart().startsWith('{') ? text : decodeURIComponent(text)))
  } catch {
    return unknown('the policy document that AWS holds is no valid JSON')
  }
}
