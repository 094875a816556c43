import type { SecretKind } from './extraction.ts'

interface Secret {
  readonly kind: SecretKind
  /** Part of every match: looking for it costs little, and most texts have it not. */
  readonly sign: RegExp
  readonly pattern: RegExp
  /** Group 1 is kept, the rest of the match is the secret. */
  readonly placeholder: string
}

/** A line's end and the next one's gutter. */
const lineEnd = '\\n(?:[│┃] ?)?'
const gap = `(?:${lineEnd})?`
const broken = (word: string): string => [...word].join(gap)

/** What stands between a name and its value, which may be in the next line, behind its gutter. */
const equals = '["\'`]?\\s{0,3}(?:=>|[=:,]|is)\\s{0,3}(?:[│┃] ?)?["\'`]?'

/** A secret access key has 40 characters, which a terminal's edge may part. */
const fortyCharacters = `(?:[A-Za-z0-9/+]${gap}){40}(?![A-Za-z0-9/+=])`

/** A session token has hundreds of characters: its first line is long, and each line after it holds nothing else. */
const longToken = `[A-Za-z0-9/+%]{40,4096}(?:${lineEnd}[A-Za-z0-9/+%]{8,4096}(?=[=\\s"'\`]|$)){1,40}={0,2}`

/**
 * In this order: a presigned URL holds an access key and a token, and is one secret. A name begins at no word's boundary
 * where a terminal's lines were joined to one.
 */
const secrets: readonly Secret[] = [
  {
    kind: 'secret-key',
    sign: /secret/i,
    pattern: new RegExp(
      `((?:(?:\\b|aws_?)secret_?(?:access_?)?key(?:_id)?|\\bsecret (?:access )?key)${equals})(?:${fortyCharacters}|[A-Za-z0-9/+]{16,128}={0,2})`,
      'gi',
    ),
    placeholder: '[secret key removed]',
  },
  {
    kind: 'secret-key',
    sign: /secret|access_?key/i,
    pattern: new RegExp(`(${broken('access')}${gap}_?${gap}${broken('key')}${equals})${fortyCharacters}`, 'gi'),
    placeholder: '[secret key removed]',
  },
  {
    kind: 'secret-key',
    sign: /A[KS]IA/,
    pattern: new RegExp(
      `((?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}["'\`]?[,;:\\s|│┃]{1,4}["'\`]?)${fortyCharacters}`,
      'g',
    ),
    placeholder: '[secret key removed]',
  },
  {
    kind: 'session-token',
    sign: /token/i,
    pattern: new RegExp(
      `((?:(?:\\b|aws_?|x-amz-)(?:session|security)[_-]?token|\\bsession token)${equals})(?:${longToken}|[A-Za-z0-9/+%]{16,4096}={0,2})`,
      'gi',
    ),
    placeholder: '[session token removed]',
  },
  {
    kind: 'session-token',
    sign: /IQoJ|F[wQ]oG|FwoD/,
    pattern: new RegExp(
      `()(?=IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz|FwoDYXdz)(?:${longToken}|[A-Za-z0-9/+%]{32,4096}={0,2})`,
      'g',
    ),
    placeholder: '[session token removed]',
  },
  {
    kind: 'access-key',
    sign: /A[KSB]IA|ACCA/,
    pattern: /()(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
    placeholder: '[access key removed]',
  },
]

/** What signs a URL, in S3's two versions and CloudFront's; `amp;` stands before it in Slack's raw text. */
const signing =
  /^(?:amp;)?(?:X-Amz-(?:Signature|Credential|Security-Token|Algorithm|Date|Expires|SignedHeaders)|AWSAccessKeyId|Signature|Expires|Key-Pair-Id|Policy)=/i
const signed = /[?&;](?:X-Amz-Signature|Signature)=/i
const signer = /[?&;](?:X-Amz-(?:Credential|Algorithm|Signature)|AWSAccessKeyId|Key-Pair-Id)=/i

/** An address or a bare query ends at white space, a quote or a bracket. */
const endsAddress = /[\s<>"'`|]/

/** The kinds of secret in a text, each once. */
export const findSecrets = (text: string): readonly SecretKind[] => findSecretsIn([text])

/** The kinds of secret in all of `texts`, each once. */
export function findSecretsIn(texts: Iterable<string>): readonly SecretKind[] {
  const found = new Set<SecretKind>()
  for (const text of texts) {
    if (found.size === order.length) break
    scan(text, found)
  }
  return order.filter((kind) => found.has(kind))
}

const order: readonly SecretKind[] = ['presigned-url', 'access-key', 'secret-key', 'session-token']

/** The text with every secret replaced by a marked placeholder; a presigned URL keeps what does not sign. */
export const redact = (text: string): string => scan(text, new Set())

function scan(text: string, found: Set<SecretKind>): string {
  if (text.length < 16 || !hint.test(text)) return text
  let out = redactQueries(text, found)
  if (bareSigner.test(out))
    out = out.replace(brokenSignature, () => {
      found.add('presigned-url')
      return '[signature removed]'
    })
  for (const { kind, sign, pattern, placeholder } of secrets)
    if (sign.test(out))
      out = out.replace(pattern, (_, kept: string) => {
        found.add(kind)
        return `${kept}${placeholder}`
      })
  return out
}

/** A signed URL that a terminal broke in two: its signer stands on one line, and its signature on the next or across both. */
const bareSigner = /(?:X-Amz-Credential|X-Amz-Algorithm|AWSAccessKeyId)=|&Expires=\d{6,12}&/i
const brokenSignature = new RegExp(
  `${broken('Signature')}${gap}=${gap}[A-Za-z0-9%/+_-]{1,400}(?:\\n(?:│ )?[a-f0-9]{4,128}(?![A-Za-z]))?`,
  'g',
)

/** Every secret comes with one of these. */
const hint =
  /AKIA|ASIA|ABIA|ACCA|secret|access_?key|token|IQoJ|FwoG|FQoG|FwoD|signature=|X-Amz-Credential=|AWSAccessKeyId=|&Expires=/i

/** A signature of version 2 has 28 characters, one of version 4 has 64 of hex; a shorter one goes on in the next line. */
const isCut = (signature: string): boolean => signature.length < (/^[a-f0-9]*$/.test(signature) ? 64 : 28)
const restOfSignature = /^\n(?:│ )?[A-Za-z0-9%/+=_-]{4,400}/

/** Looks at the words around each `Signature=`, each character once. */
function redactQueries(text: string, found: Set<SecretKind>): string {
  let out = ''
  let from = 0
  for (const { index } of text.matchAll(/signature=/gi)) {
    if (index < from) continue
    let start = index
    while (start > from && !endsAddress.test(text[start - 1] ?? ' ')) start--
    let end = index
    while (end < text.length && !endsAddress.test(text[end] ?? ' ')) end++
    const said = text.slice(index + 'signature='.length, end).replace(/&.*$/, '')
    if (isCut(said)) end += restOfSignature.exec(text.slice(end, end + 500))?.[0].length ?? 0
    out += text.slice(from, start) + redactQuery(text.slice(start, end), found)
    from = end
  }
  return from === 0 ? text : out + text.slice(from)
}

function redactQuery(match: string, found: Set<SecretKind>): string {
  if (!signed.test(match) || !signer.test(match)) return match
  found.add('presigned-url')
  const question = match.indexOf('?')
  const address = question < 0 ? '' : match.slice(0, question + 1)
  const query = question < 0 ? match : match.slice(question + 1)
  const rest = query.split('&').filter((part) => !signing.test(part))
  return `${address}${[...rest, '[signature removed]'].join('&')}`
}
