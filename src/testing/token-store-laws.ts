/**
 * What every token store has to keep to, as plain functions: any store can be put to them, with any
 * test runner. They hold no time of their own: how time passes for a store, its test says.
 */
import type { TokenStore } from '../token/token-store.js'
import { entryLaws } from './entry-laws.js'
import { leaseLaws } from './lease-laws.js'

/** A store under test. */
export interface StoreUnderTest {
  /** One way to the store. */
  readonly here: TokenStore
  /** Another way to the same store, as another process has it; default: `here`. */
  readonly there?: TokenStore | undefined
  /**
   * Lets so many milliseconds pass for the store, by its clock or by waiting. The laws ask for a
   * few seconds at a time.
   */
  readonly pass: (ms: number) => Promise<unknown>
}

/** One law of token stores: its name, and what checks it. */
export interface TokenStoreLaw {
  /** What holds, in a sentence: a test's title. */
  readonly name: string
  /** Puts a new store to the law. @throws Error when it is broken, saying what was expected. */
  readonly check: () => Promise<void>
}

/**
 * The laws of token stores, for the tests of a store of your own. Laws of the lease are among them
 * unless told otherwise: a store may do without one, and sources that start together then ask for a
 * token each.
 *
 * @param createStore - gives an empty store for each law; called anew by each check.
 *
 * @example
 * ```ts
 * for (const { name, check } of tokenStoreLaws(createStore)) test(name, check)
 * ```
 */
export function tokenStoreLaws(
  createStore: () => StoreUnderTest | Promise<StoreUnderTest>,
  { lease = true }: { readonly lease?: boolean | undefined } = {},
): readonly TokenStoreLaw[] {
  const laws = lease ? [...entryLaws, ...leaseLaws] : entryLaws
  return laws.map(([name, holds]) => ({
    name,
    check: async () => {
      const { here, there = here, pass } = await createStore()
      await holds({ here, there, pass })
    },
  }))
}
