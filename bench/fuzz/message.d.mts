export interface FuzzMessage {
  readonly seed: number
  readonly text: string
  readonly payloads: Readonly<
    Record<string, { readonly kind: 'message'; readonly event: Readonly<Record<string, unknown>> }>
  >
}

export function makeMessage(seed: number): FuzzMessage
