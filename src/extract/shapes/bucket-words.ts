import type { Shape } from '../found.ts'
import { isBucketName } from '../s3-address.ts'

/** Words that follow `bucket` and name no bucket. */
const notNames =
  /^(?:policy|policies|acl|acls|named|name|names|called|is|was|in|on|of|for|with|and|or|to|from|as|at|by|has|owner|level|key|versioning|encryption|location|lifecycle|not|that|which|does|did|access|permission|permissions|ownership|website|logging|notification|cors|tagging|public|configuration|object|objects|listing|region|account|replication|server-side|read-only|read-write|cross-account|own-bucket|we|i|it|but|so|just|still|now|again|today|because|when|after|since|gets|returns|says|denies|via|using|through)$/i

/**
 * `S3 Bucket (B) Policy`, `S3 bucket "B"`, `bucket named B.`, `S3 bucket ACL for B:`, `to bucket⏎B:`, `bucket B`: what
 * tools and people write. Unquoted, a plain word is no name unless a hyphen, a dot or a digit makes it one.
 */
export const bucketWords: Shape = {
  name: 'bucket in words',
  general: true,
  marks: ['bucket'],
  read: ({ at, ahead, near, back }) => {
    if (/[\w-]$/.test(near) || !/^bucket[ \n]/i.test(ahead)) return []
    const text = ahead.slice(0, 420)
    const quoted =
      /^bucket\s{1,3}(?:[A-Za-z]{2,20}\s){0,4}?[("'`]{1,2}([A-Za-z0-9][\w.-]{1,253}[A-Za-z0-9])[)"'`]/i.exec(text)
    const spoken =
      /^bucket\s{1,3}(?:named|called|name|(?:[A-Za-z-]{2,20}\s){0,4}?for)\s([A-Za-z0-9][\w.-]{1,253}[A-Za-z0-9])(?![\w/@])/i.exec(
        text,
      )
    const bare = /^bucket\s{1,3}([A-Za-z0-9][\w.-]{1,253}[A-Za-z0-9])(?![\w@])/i.exec(text)
    const match = [quoted, spoken, bare].find((found) => found !== null && isName(found[1] ?? '', found === quoted))
    if (match === undefined || match === null) return []
    const bucket = match[1] ?? ''
    const key = keyBefore(back)
    return [
      {
        at: at - (key?.length ?? 0),
        end: at + match[0].length,
        role: 'context',
        source: match === bare ? 'prose' : 'field',
        ...(match === bare ? {} : { toward: 'next' }),
        s3: true,
        target: { bucket, ...(key === null ? {} : { key: key.key }) },
      },
    ]
  },
}

function isName(name: string, quoted: boolean): boolean {
  if (!isBucketName(name) || notNames.test(name)) return false
  return quoted || /[-.\d]/.test(name)
}

/** `object "K" in S3 bucket …`, `upload K to bucket …`: Terraform's backend and Copilot say the key first. */
function keyBefore(back: string): { key: string; length: number } | null {
  const near = back.slice(-1_300)
  const quoted =
    /(?:object|key|file)\s(["'`])([^"'`\n]{1,1100})\1\s(?:in|from|to|of|on)\s(?:the\s)?(?:Amazon\s)?(?:S3\s)?$/i.exec(
      near,
    )
  if (quoted !== null) return { key: quoted[2] ?? '', length: quoted[0].length }
  const moved =
    /(?:upload|uploading|put|putting|write|writing)\s(\S{1,1100})\sto\s(?:the\s)?(?:Amazon\s)?(?:S3\s)?$/i.exec(near)
  const key = (moved?.[1] ?? '').replace(/^["'`]|["'`]$/g, '')
  return moved !== null && /[/.]/.test(key) && !/^(?:\.{0,2}\/|s3:)/.test(key) ? { key, length: moved[0].length } : null
}
