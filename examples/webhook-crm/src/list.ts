// Prints the CRM, also while the service runs.
import { openDatabase } from './database.js'

const database = openDatabase(process.env.CRM_FILE ?? 'crm.sqlite')
const cases = database
  .prepare('SELECT case_id, case_status, case_type, reference, name FROM cases ORDER BY case_id')
  .raw()
  .all() as (string | null)[][]
for (const row of cases) process.stdout.write(`${row.map((cell) => cell ?? '').join('\t')}\n`)
database.close()
