import { Argument } from 'commander'
import type { DefineCommand } from '../cli.js'
import { completionScripts, type Shell, shells } from '../completion-scripts.js'

const after = `
  bash  firstaml completion bash >> ~/.bashrc
  zsh   firstaml completion zsh > "\${fpath[1]}/_firstaml"
  fish  firstaml completion fish > ~/.config/fish/completions/firstaml.fish`

export const define: DefineCommand = (command, { act }) => {
  command
    .description('Prints a script that completes commands, options and their values on TAB.')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .addHelpText('after', after)
  act(command, async (cli, { operands: [shell] }) => {
    const script =
      completionScripts[shells.find((name) => name === shell) ?? ('bash' satisfies Shell)]
    if (cli.json) await cli.writeJson({ shell, script })
    else await cli.write(script)
    return 0
  })
}
