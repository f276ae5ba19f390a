// The door for Node services: what needs the process and the file system.
export { type ClientFromEnvOptions, clientFromEnv } from './client-from-env.js'
export {
  type Environment,
  type EnvironmentOptions,
  environmentVariables,
  nameVariables,
  readEnvironment,
} from './environment.js'
export { fileFromPath } from './file-from-path.js'
export { type FileTokenStoreOptions, fileTokenStore } from './file-token-store.js'
export { type SavedFile, type SaveFileOptions, saveFile } from './save-file.js'
