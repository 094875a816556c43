import type { Shape } from '../found.ts'

/** What only other systems print. An error in the same record is theirs. */
const marks = [
  'storage.objects.',
  'storage.buckets.',
  'gserviceaccount.com',
  'google cloud storage',
  'gs://',
  'authorizationpermissionmismatch',
  'authorizationfailure',
  'abfs://',
  'abfss://',
  'wasbs://',
  'lake formation permission',
  'awslakeformation',
  'access denied for user',
  'permission denied for ',
  '[errno 13]',
  'eacces',
  'is forbidden: user "',
  'cannot list resource',
  'in api group',
  'rbac.authorization.k8s.io',
  'permission denied (publickey',
  'not authorized to perform sts:',
  'using password: ',
  'pull access denied',
  'requested access to the resource is denied',
  'cannot create regular file',
  'cannot create directory',
  'cannot open directory',
  "cannot remove '",
  "cannot touch '",
] as const

export const otherSystems: Shape = {
  name: 'other systems',
  marks,
  read: ({ at, mark }) => [{ at, end: at + mark.length, role: 'foreign', source: 'error' }],
}

/** Signs that S3 is meant, where a code alone could be any service's. */
export const s3Signs: Shape = {
  name: 'signs of S3',
  marks: ['s3', 'mountpoint', 'velero', 'thanos', 'wal-g', 'pgbackrest', 'restic', 'mc: <error>'],
  read: ({ at, ahead, near, mark }) => {
    const tool = mark !== 's3'
    const word = !/[\w-]$/.test(near) && /^s3(?![\w-])/i.test(ahead)
    const client =
      /^S3(?:Client|Exception|Service|Error|UploadFailed|::|A?FileSystem|AUtils)|^s3(?:fs\b|_extended_request_id|\.js\b|a\.S3A|transfer)/.test(
        ahead,
      ) || /(?:amazon|client-|boto3\/|aws_sdk_|Aws\/|hadoop\.fs\.)$/i.test(near)
    return tool || word || client ? [{ at, end: at + mark.length, role: 'context', source: 'prose', s3: true }] : []
  },
}
