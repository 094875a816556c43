/** Milliseconds of a W3C date-time or of seconds since 1970; NaN for neither. https://www.w3.org/TR/NOTE-datetime */
export function readDate(text: string): number {
  if (/^\d{5,}$/.test(text)) return Number(text) * 1000
  const found = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d))?$/.exec(text)
  if (found === null) return Number.NaN
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = found
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  const sign = zone.startsWith('-') ? -1 : 1
  const offset = zone === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)))
  return utc + Number(`0.${fraction}`) * 1000 - offset * 60_000
}

/** An address as a row of bits: 32 of them or 128. */
export const readBits = (address: string): string => (address.includes(':') ? readBits6(address) : readBits4(address))

const toBits = (value: number, width: number): string => value.toString(2).padStart(width, '0')

const readBits4 = (address: string): string =>
  address
    .split('.')
    .map((part) => toBits(Number(part), 8))
    .join('')

function readBits6(address: string): string {
  const [head = '', tail] = address.split('::')
  const groups = (text: string) => (text === '' ? [] : text.split(':'))
  const left = groups(head)
  const right = groups(tail ?? '')
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0')
  return [...left, ...zeros, ...right].map((group) => toBits(Number.parseInt(group, 16), 16)).join('')
}

/** Whether an address lies in `address/prefix`; without a prefix it is the one address. */
export function isInRange(address: string, range: string): boolean {
  const [network = '', prefix] = range.split('/')
  const bits = readBits(address)
  const wanted = readBits(network)
  const length = prefix === undefined ? wanted.length : Number(prefix)
  return bits.length === wanted.length && bits.slice(0, length) === wanted.slice(0, length)
}
