/** What needs only Node and npm. What needs moto, Chromium or open ports for long runs is in jest.wires.config.js. */
export default {
  testEnvironment: 'node',
  // jest leaves one core free, and of two that is half.
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/wires/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { module: { type: 'es6' }, jsc: { target: 'es2023', parser: { syntax: 'typescript' } } },
    ],
  },
  extensionsToTreatAsEsm: ['.ts'],
}
