// The door for Node services: what needs the process or the file system.
export { type ClientFromEnvOptions, clientFromEnv } from './client-from-env.js'
export type { Environment } from './environment.js'
export { type FileTokenStoreOptions, fileTokenStore } from './file-token-store.js'
