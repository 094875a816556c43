/** What must hold for every message, whatever it says. The first thing that does not is returned, with its kind. */
const stripped = (text) => text.replace(/[\s\\│]+/g, '').replace(/[“”]/g, '"')

/** Percent codes undone where they are any; what is no code stays. */
function decoded(text) {
  return text.replace(/(?:%[0-9A-Fa-f]{2})+/g, (codes) => {
    try {
      return decodeURIComponent(codes)
    } catch {
      return codes
    }
  })
}

const fieldsFromText = [
  'bucket',
  'key',
  'principal',
  'action',
  'message',
  'requestId',
  'region',
  'kmsKeyArn',
  'accessPoint',
  'expectedPrincipal',
]

function inventedField(extraction, text) {
  const once = decoded(text)
  // A code that a line break cut in two is whole again once the break is gone.
  const hay = [...[text, once, decoded(once)].map(stripped), stripped(decoded(stripped(text)))]
  for (const denial of extraction.denials) {
    for (const field of fieldsFromText) {
      const value = denial[field]
      if (value === undefined || value === 'anonymous') continue
      if (typeof value !== 'string' || value === '' || !hay.some((h) => h.includes(stripped(value))))
        return `${field} ${JSON.stringify(value)} stands nowhere in the text`
    }
  }
  return undefined
}

/**
 * A bucket of a look-alike, a policy or a success line is no denial's; neither is a bucket of one error another's key's. Where
 * the end is missing, a key may run on into what is left of the tool's words, or stop inside a percent code.
 */
function strayTarget(extraction, message) {
  if (message.loose) return undefined
  const starts = (whole, value) => stripped(whole).startsWith(stripped(value))
  const withoutHalfCode = (value) => value.replace(/(?:%[0-9A-Fa-f]{0,2})+$/, '')
  const fits = (value, whole) =>
    stripped(value) === stripped(whole) ||
    (message.broken && starts(whole, withoutHalfCode(value))) ||
    (message.cut && starts(value, whole) && value.length < whole.length + 40)
  for (const denial of extraction.denials) {
    if (denial.bucket === undefined) continue
    if (!message.planted.some((at) => fits(denial.bucket, at.bucket)))
      return `bucket ${denial.bucket} belongs to no refusal in it`
    if (
      denial.key !== undefined &&
      !message.planted.some((at) => fits(denial.bucket, at.bucket) && fits(denial.key, at.key))
    )
      return `key ${JSON.stringify(denial.key)} is not the key of ${denial.bucket}`
  }
  if (!message.broken && extraction.denials.length > message.planted.length)
    return `${extraction.denials.length} denials from ${message.planted.length} refusals`
  return undefined
}

function shownSecret(outputs, secrets) {
  for (const [name, output] of outputs)
    for (const secret of secrets) if (output.includes(secret.value)) return `${secret.kind} in ${name}`
  return undefined
}

/** A snippet's preview has no fences that tell one paste from the next, so what it says may be taken together. */
function disagreement(extractions) {
  const [first, ...others] = Object.entries(extractions)
    .filter(([name]) => name !== 'preview')
    .map(([name, extraction]) => [name, JSON.stringify(extraction)])
  for (const [name, json] of others)
    if (json !== first[1]) return `${first[0]} gives ${first[1]}, ${name} gives ${json}`
  return undefined
}

/** The rule that the message breaks, or undefined. `api` is `{ extract, redact, findSecrets }` of src/extract. */
export function judge(message, api) {
  const extractions = {}
  let redacted
  let found
  try {
    for (const [name, payload] of Object.entries(message.payloads)) extractions[name] = api.extract(payload)
    redacted = api.redact(message.text)
    found = api.findSecrets(message.text)
  } catch (error) {
    return {
      rule: 'throw',
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
      extractions,
    }
  }
  const checks = [
    ['invented-field', inventedField(extractions.plain, message.text)],
    ['stray-target', strayTarget(extractions.plain, message)],
    [
      'secret-shown',
      shownSecret(
        [
          ['the extraction', JSON.stringify(extractions)],
          ['redact(text)', redacted],
        ],
        message.secrets,
      ),
    ],
    ['secret-missed', missedSecret(extractions.plain, found, message)],
    ['dress', disagreement(extractions)],
  ]
  const broken = checks.find(([, detail]) => detail !== undefined)
  return broken === undefined ? { extractions } : { rule: broken[0], detail: broken[1], extractions }
}

function missedSecret(extraction, found, message) {
  if (message.broken || message.loose) return undefined
  const kinds = (list) => new Set(list.map((secret) => (typeof secret === 'string' ? secret : secret.kind)))
  for (const { kind } of message.secrets) {
    if (!kinds(extraction.secrets).has(kind)) return `${kind} is not in secrets`
    if (!kinds(found).has(kind)) return `${kind} is not found by findSecrets`
  }
  return undefined
}
