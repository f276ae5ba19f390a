/**
 * How the doors of the package are cut into files that they share. A file more costs an import more
 * than what is in it, so there are three.
 */
export const doorChunks = {
  chunkFileNames: 'shared/[name].js',
  codeSplitting: {
    groups: [
      // What doors reach that have no client to load stays apart.
      {
        name: 'base',
        test: /src\/(base\/(errors|redaction|runtime)|token\/encrypted-token-store)\.ts$/,
        priority: 3,
      },
      { name: 'client', test: /src\/(client|fetch\/authorized-fetch)\.ts$/, priority: 2 },
      // What the main door gives and a feature loads late stays out of the file of the client: an
      // application's bundler leaves it to the feature.
      {
        name: 'features',
        test: /src\/(base\/transfer-errors|results\/[\w-]+|fetch\/read-request|token\/(memory-token-store|token-store-error))\.ts$/,
        priority: 1,
      },
    ],
  },
}
