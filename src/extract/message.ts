/** White space folds to one blank. */
export const fold = (text: string): string => (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text).trim()

/** What stands in place of a message where S3 sent none: a HEAD answer has no body. */
const noMessage =
  /^(?:null|none|undefined|nil|forbidden(?: for\b[^\n]{0,200}|[;,][^\n]{0,400})?|403 forbidden|403|not found|bad request|unknown|unknownerror|no response body|)\.?$/i

/** What ends AWS's words and begins a tool's. Each is a literal or a class, so the search is linear. */
const wrapper =
  /\n|\f|; request: | \(Service:| \(Status Code:|,? ?status code: \d|,Status \d|, ?(?:request|host) id:|<\/|["\]}]|' ?[,}]|'$| - <\?xml| - <Error|; ?request ?id|, num_\w|\s+---> | \(SDK Attempt|\. S3 Error| \(Bucket: /i

/** Sentences that a terminal may break across lines, at a blank or in its place. */
const known: readonly { readonly words: string; readonly pattern: RegExp }[] = [
  'Access Denied because object protected by object lock.',
  'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  'All access to this object has been disabled',
  'Anonymous access is forbidden for this operation',
].map((words) => ({ words, pattern: new RegExp(`^\\s*${words.replaceAll('.', '\\.').replaceAll(' ', '\\s*')}`) }))

/** AWS's message at the start of `text`, and its length there; `null` where AWS sent none. */
export function readMessage(text: string): { readonly message: string | null; readonly length: number } {
  for (const { words, pattern } of known) {
    const length = pattern.exec(text)?.[0].length
    if (length !== undefined) return { message: words, length }
  }
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
