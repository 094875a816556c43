import { Counter, Histogram, Registry } from 'prom-client'

/** What is counted, in Prometheus's text format at /metrics. */
export interface Metrics {
  /** `outcome` is `diagnosis`, a ReadProblem's kind, `deadline` or `failed`. */
  diagnosed(outcome: string, seconds: number): void
  acked(kind: 'command' | 'shortcut' | 'action'): void
  failed(where: string): void
  text(): Promise<string>
  readonly contentType: string
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const diagnoses = new Counter({
    name: 's3denied_diagnoses_total',
    help: 'Diagnoses given, by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const seconds = new Histogram({
    name: 's3denied_diagnosis_seconds',
    help: 'Time from the ask to the answer',
    buckets: [0.25, 0.5, 1, 2, 4, 8, 12, 15],
    registers,
  })
  const acks = new Counter({
    name: 's3denied_acks_total',
    help: 'Commands, shortcuts and button presses acknowledged',
    labelNames: ['kind'],
    registers,
  })
  const errors = new Counter({
    name: 's3denied_errors_total',
    help: 'Unexpected errors, by where they were caught',
    labelNames: ['where'],
    registers,
  })
  return {
    diagnosed(outcome, took) {
      diagnoses.inc({ outcome })
      seconds.observe(took)
    },
    acked: (kind) => acks.inc({ kind }),
    failed: (where) => errors.inc({ where }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
