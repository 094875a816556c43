import type { Layer, Verdict } from '../layer.ts'

/** A layer with what it says to one question. */
export interface LayerVerdict {
  readonly layer: Layer
  readonly verdict: Verdict
}
