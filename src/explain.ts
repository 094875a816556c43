import type { Diagnosis } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'
import type { DiagnosisRequest } from './request.ts'

/** (request, evidence) → diagnosis. Pure. */
export declare function explainEvidence(request: DiagnosisRequest, evidence: Evidence): Diagnosis
