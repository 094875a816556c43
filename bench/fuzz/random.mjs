/** A deterministic source of choices (mulberry32): the same seed makes the same message on every machine. */
export function randomFrom(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), 1 | state)
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296
  }
  const below = (n) => Math.floor(next() * n)
  const pick = (list) => list[below(list.length)]
  const chance = (share) => next() < share
  const letters = (alphabet, length) => Array.from({ length }, () => alphabet[below(alphabet.length)]).join('')
  return { next, below, pick, chance, letters }
}
