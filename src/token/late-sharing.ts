// A module of its own, so that a bundle with a store of ours has the rest in one place.
export { shareToken } from './shared-token.js'
