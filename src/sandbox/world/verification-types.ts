import type { Input } from './input.js'
import { verificationTypes } from './organizations.js'
import { unresolvable } from './problems.js'

/** The chosen verification type, `undefined` for none; one that does not exist is a problem. */
export function readVerificationType(input: Input, name: string): number | undefined {
  const choice = input.node(name)
  const wanted = choice?.text('verificationTypeId')
  if (choice === undefined || wanted === undefined) return undefined
  const found = verificationTypes.find(
    ({ verificationTypeId }) => `${verificationTypeId}` === wanted,
  )
  if (found === undefined) choice.problems.push(unresolvable(choice.at('verificationTypeId')))
  return found?.verificationTypeId
}
