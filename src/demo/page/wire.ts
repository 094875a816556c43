import type { Change, Channel, Installation, Message, Person } from '../slack-stand-in/workspace.ts'

/** An ask to try: what is typed, and where. */
export interface Example {
  readonly title: string
  /** What people say when they meet it. */
  readonly symptom: string
  /** `incident`: a message that nobody addresses to the bot, in an incident's channel. */
  readonly where: 'channel' | 'incident'
  readonly typed: string
}

/** Everything that the page needs to start, sent first on each connection. */
export interface Welcome {
  readonly kind: 'welcome'
  readonly you: string
  readonly installation: Installation
  readonly people: readonly Person[]
  readonly channels: readonly Channel[]
  readonly messages: readonly Message[]
  readonly examples: readonly Example[]
}

/** One line of the page's event stream. */
export type Update = Welcome | Change

/** What a person does in the page. */
export type Gesture =
  | { readonly kind: 'type'; readonly channel: string; readonly typed: string; readonly thread_ts?: string }
  | { readonly kind: 'press'; readonly channel: string; readonly ts: string; readonly action: string }
  | { readonly kind: 'diagnose'; readonly channel: string; readonly ts: string }
  | { readonly kind: 'declare'; readonly name: string }

/** What is wrong with a gesture, for the line under the composer; `null` where it was done. */
export interface GestureOutcome {
  readonly problem: string | null
}
