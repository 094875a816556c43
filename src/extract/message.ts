/** White space folds to one blank. */
export const fold = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** What stands in place of a message where S3 sent none: a HEAD answer has no body. */
const noMessage =
  /^(?:null|none|undefined|nil|forbidden(?: for\b[^\n]{0,200}|[;,][^\n]{0,400})?|403 forbidden|403|not found|bad request|unknown|unknownerror|no response body|)\.?$/i

/** What ends AWS's words and begins a tool's. Each is a literal or a class, so the search is linear. */
const wrapper =
  /\n|\f|; request: | \(Service:| \(Status Code:|,? ?status code: \d|,Status \d|, ?(?:request|host) id:|<\/|["\]}]|' ?[,}]|'$| - <\?xml| - <Error|; ?request ?id|, num_\w|\s+---> | \(SDK Attempt|\. S3 Error| \(Bucket: /i

/** Sentences that a terminal may break across lines. */
const known = [
  'Access Denied because object protected by object lock.',
  'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  'All access to this object has been disabled',
  'Anonymous access is forbidden for this operation',
]

/** AWS's message at the start of `text`, and its length there; `null` where AWS sent none. */
export function readMessage(text: string): { readonly message: string | null; readonly length: number } {
  const sentence = known.map((words) => matchWords(text, words)).find((found) => found !== null)
  if (sentence !== undefined && sentence !== null) return sentence
  const denied = /^["'`]?(Access\s+Denied)(?![A-Za-z])/.exec(text)
  if (denied !== null && !/^["'`]?Access\s+Denied\s+because\b/.test(text))
    return { message: 'Access Denied', length: denied[0].length }
  const quote = /^["'`]/.exec(text)?.[0] ?? ''
  const body = text.slice(quote.length, quote.length + 600)
  const stop = quote === '' ? wrapper.exec(body)?.index : closingQuote(body, quote)
  const words = fold(body.slice(0, stop ?? body.length))
  const length = quote.length + (stop ?? body.length)
  return noMessage.test(words) ? { message: null, length: 0 } : { message: words, length }
}

/** A closing quote is followed by what ends a value. */
function closingQuote(text: string, quote: string): number | undefined {
  const match = new RegExp(`${quote}(?=\\s*(?:[,}\\]):;.]|$|\\n))`).exec(text)
  return match?.index
}

function matchWords(text: string, words: string): { message: string; length: number } | null {
  let at = 0
  for (const word of words.split(' ')) {
    while (/\s/.test(text[at] ?? '')) at++
    if (!text.startsWith(word, at)) return null
    at += word.length
  }
  return { message: words, length: at }
}
