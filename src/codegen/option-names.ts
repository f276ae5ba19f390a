import { environmentVariables } from '../node/environment.js'

/**
 * A message about options, for people who set variables: each option under its variable's name, and
 * no list in brackets that tells it to those who set options.
 */
export function nameVariables(message: string): string {
  return Object.entries(environmentVariables).reduce(
    (text, [option, variable]) =>
      text.replaceAll(
        new RegExp(`(?<![\\w./-])(?:the )?${option}(?![\\w/(]|\\.\\w)`, 'g'),
        variable,
      ),
    message.replaceAll(/ \(FIRSTAML_\w+(?:, FIRSTAML_\w+)*\)/g, ''),
  )
}
