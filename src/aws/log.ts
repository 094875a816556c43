/** What this folder needs of a log; pino's logger is one. Credentials and answers are never written, only calls and codes. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
