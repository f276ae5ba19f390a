/** Throws the `TypeError` of `createSandbox` unless the condition holds. */
export function checkOption(condition: boolean, complaint: string): asserts condition {
  if (!condition) throw new TypeError(`createSandbox: ${complaint}`)
}
