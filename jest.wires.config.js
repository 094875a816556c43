import base from './jest.config.js'

/** The bot's real wires: HTTP and Socket Mode against the stand-in, the AWS readers against moto, the demo in Chromium. */
export default {
  ...base,
  roots: ['<rootDir>/test/wires'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 120_000,
}
