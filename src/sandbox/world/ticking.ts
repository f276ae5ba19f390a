import type { World } from './world.js'

/**
 * Lets time do its work in a world that somebody is subscribed to, looking once a second: who waits
 * for a webhook sends no request that would bring the world up to date. Keeps no process alive.
 *
 * @returns a function that stops it.
 */
export function startTicking(world: World): () => void {
  const timer = setInterval(() => {
    if (world.subscriptions.size > 0) world.settle()
  }, 1_000)
  timer.unref()
  return () => clearInterval(timer)
}
