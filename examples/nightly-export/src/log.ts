/** Writes one JSON object a line. What it is given holds neither tokens nor people's data. */
export type Log = (event: string, details?: object) => void

export const log: Log = (event, details = {}) => {
  const line = { time: new Date().toISOString(), event, ...details }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}
