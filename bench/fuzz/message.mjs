/** One made-up message: refusals, errors that are none, look-alikes, secrets and noise, wrapped and cut off at random. */
import { adversarial, chatter, lookalike, otherError, secretLine } from './noise.mjs'
import { randomFrom } from './random.mjs'
import { denial } from './shapes.mjs'
import { dress, typedText } from './slack-dress.mjs'

function ingredients(r) {
  const parts = []
  const count = r.chance(0.75) ? 1 : r.chance(0.6) ? 0 : 2 + r.below(2)
  for (let i = 0; i < count; i++) parts.push(denial(r))
  if (r.chance(0.4)) parts.unshift(chatter(r))
  if (r.chance(0.25)) parts.splice(r.below(parts.length + 1), 0, lookalike(r))
  if (r.chance(0.12)) parts.splice(r.below(parts.length + 1), 0, otherError(r))
  if (r.chance(0.15)) parts.splice(r.below(parts.length + 1), 0, secretLine(r))
  if (r.chance(0.08)) parts.splice(r.below(parts.length + 1), 0, adversarial(r))
  if (parts.length === 0) parts.push(chatter(r))
  return parts
}

/** A terminal breaks a line at its edge, in the middle of a word; Terraform breaks it at a blank and puts a gutter before it. */
function wrap(r, text) {
  const width = 60 + r.below(60)
  const edge = (line) => line.match(new RegExp(`.{1,${width}}`, 'gsu')) ?? [line]
  const blank = (line) => line.match(new RegExp(`.{1,${width}}(?= |$)|[^ ]+`, 'gsu')) ?? [line]
  const cut = r.chance(0.4) ? (line) => blank(line).map((piece) => `│ ${piece.trimStart()}`) : edge
  return text.split('\n').flatMap(cut).join('\n')
}

function cutOff(parts, length) {
  const kept = []
  let left = length
  for (const part of parts) {
    if (left <= 0) break
    kept.push(left < part.text.length ? { ...part, text: part.text.slice(0, left) } : part)
    left -= part.text.length
  }
  return kept
}

/**
 * The message of a seed: its payloads, the text as typed, the refusals planted in it and the secrets that stand in it whole.
 * `broken` says that lines were wrapped or the end is missing (`cut`), so that a value may come out shortened.
 */
export function makeMessage(seed) {
  const r = randomFrom(seed)
  const all = ingredients(r)
  const wrapped = r.chance(0.1)
  const parts = wrapped ? all.map((part) => (part.pre ? { ...part, text: wrap(r, part.text) } : part)) : all
  const total = parts.reduce((sum, part) => sum + part.text.length, 0)
  const truncated = r.chance(0.1)
  const kept = truncated ? cutOff(parts, r.below(total + 1)) : parts
  const text = typedText(kept)
  return {
    seed,
    text,
    payloads: dress(kept),
    planted: kept.flatMap((part) => (part.planted === undefined ? [] : [part.planted])),
    secrets: kept.flatMap((part) => part.secrets ?? []).filter((secret) => text.includes(secret.value)),
    broken: wrapped || truncated,
    cut: truncated,
    loose: kept.some((part) => part.loose === true),
  }
}
