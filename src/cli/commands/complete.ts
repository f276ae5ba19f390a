import type { DefineCommand } from '../cli.js'
import { completeWords } from '../complete-words.js'
import { createProgram } from '../program.js'

export const define: DefineCommand = (command, host) => {
  command.argument('[words...]', 'the words so far; the last is being typed')
  host.act(command, async (cli, { operands }) => {
    const program = await createProgram(operands, { ...host, cli })
    const candidates = completeWords(program, operands)
    await cli.write(candidates.map(({ value, about }) => `${value}\t${about}\n`).join(''))
    return 0
  })
}
