import type { SlackSettings } from '../config.ts'
import type { EvidenceReader } from '../diagnose.ts'
import type { Log } from '../log.ts'
import type { Directory } from './directory.ts'
import type { Jobs } from './jobs.ts'
import type { Memory } from './memory.ts'
import type { Metrics } from './metrics.ts'
import type { TextReader } from './text-reader.ts'
import type { SlackWeb } from './web.ts'

/** What the listeners work with; a test gives each in a few lines. */
export interface Deps {
  readonly settings: Pick<SlackSettings, 'allowedChannels' | 'allowedUserGroups' | 'announcementChannels'>
  readonly reader: EvidenceReader
  readonly texts: TextReader
  readonly web: SlackWeb
  readonly directory: Directory
  readonly memory: Memory
  readonly jobs: Jobs
  readonly metrics: Metrics
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** An id that stands in the log and in what the person reads. */
  readonly newId: () => string
  /** How long AWS may take, in milliseconds, before the person is told. */
  readonly deadlineMs: number
}
