import { readdir, readFile } from 'node:fs/promises'
import { z } from 'zod'

/** A scenario file of the made-up organization: one bucket, one caller, and what AWS would hold of both. */
export interface EvidenceFile {
  readonly name: string
  readonly request: {
    readonly principal: string
    readonly bucket: string
    readonly key?: string
    readonly operation?: string
  }
  readonly evidence: Readonly<Record<string, unknown>>
}

const fileSchema = z.object({
  request: z.object({
    principal: z.string(),
    bucket: z.string(),
    key: z.string().exactOptional(),
    operation: z.string().exactOptional(),
  }),
  evidence: z.record(z.string(), z.unknown()),
})

/** Reads every file of `organization/`; a file that is dropped in there is part of the demo. */
export async function loadOrganization(
  folder = new URL('./organization/', import.meta.url),
): Promise<readonly EvidenceFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort()
  return Promise.all(
    names.map(async (name) => {
      const json: unknown = JSON.parse(await readFile(new URL(name, folder), 'utf8'))
      return { name: name.replace(/\.json$/, ''), ...fileSchema.parse(json) }
    }),
  )
}
