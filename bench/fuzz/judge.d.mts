import type { FuzzMessage } from './message.mjs'

export interface ExtractApi {
  extract(payload: unknown): unknown
  redact(text: string): string
  findSecrets(text: string): readonly unknown[]
}

export function judge(message: FuzzMessage, api: ExtractApi): { readonly rule?: string; readonly detail?: string }
