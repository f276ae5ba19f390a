/** How the doors of the package are cut into files that they share. */
export const doorChunks = {
  chunkFileNames: 'shared/[name].js',
  codeSplitting: {
    groups: [
      // A receiver of webhooks loads these, and nothing of the client.
      { name: 'runtime', test: /src\/base\/(runtime|errors)\.ts$/, priority: 2 },
      // What the chunks of single features share with the client stays in one file, which is
      // loaded anyway: fewer files, and fewer seams in the bundles of applications.
      { name: 'client', test: /src\/(client|fetch\/authorized-fetch)\.ts$/, priority: 1 },
    ],
  },
}
