import { environmentVariables } from '../node/environment.js'

/** A message about options, for people who set variables: each option under its variable's name. */
export function nameVariables(message: string): string {
  return Object.entries(environmentVariables).reduce(
    (text, [option, variable]) =>
      text
        .replaceAll(`${option} (${variable})`, variable)
        .replaceAll(new RegExp(`(?<![\\w./])${option}(?![\\w./(])`, 'g'), variable),
    message,
  )
}
