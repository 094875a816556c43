/**
 * A command for a shell, in which every value is one word: what a person or AWS named can hold quotes, blanks and
 * semicolons, and is pasted by somebody in a hurry.
 */
export const shell = (texts: TemplateStringsArray, ...values: readonly string[]): string =>
  texts.map((text, index) => (index === 0 ? text : `${shellWord(values[index - 1] ?? '')}${text}`)).join('')

/** Plain words stay as they are; anything else stands in single quotes. */
const shellWord = (value: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`
