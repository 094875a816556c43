/** S3's request ids are 16 characters of capitals and digits; Lambda's and others' are UUIDs and are not S3's. */
const shape = /^[0-9A-Z]{16}$/

export const s3RequestId = (text: string | undefined): string | undefined =>
  text !== undefined && shape.test(text) ? text : undefined
