import type { DefineCommand } from '../cli.js'
import { completeWords } from '../complete-words.js'

export const define: DefineCommand = (command, { act, program }) => {
  command.argument('[words...]', 'the words so far; the last is being typed')
  act(command, async (cli, { operands }) => {
    const candidates = completeWords(await program(operands), operands)
    await cli.write(candidates.map(({ value, about }) => `${value}\t${about}\n`).join(''))
    return 0
  })
}
