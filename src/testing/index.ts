// The door for tests of what applications bring along themselves. It needs no test runner.
export type { StoreUnderTest, TokenStoreLaw } from './token-store-laws.js'
export { tokenStoreLaws } from './token-store-laws.js'
