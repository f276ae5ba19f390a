// The door for Node services: what needs the process, and later the file system.
export { type ClientFromEnvOptions, clientFromEnv } from './client-from-env.js'
export type { Environment } from './environment.js'
