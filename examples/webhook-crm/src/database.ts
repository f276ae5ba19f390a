import Database from 'libsql'

export type CrmDatabase = Database.Database

/** Opens the CRM, or makes a new one. Ids are text, instants are milliseconds since the epoch. */
export function openDatabase(path: string): CrmDatabase {
  const database = new Database(path)
  // Readers do not wait for the writer, and a killed process leaves a sound file.
  database.pragma('journal_mode = WAL')
  database.exec(`
    CREATE TABLE IF NOT EXISTS cases (
      case_id TEXT PRIMARY KEY,
      name TEXT,
      reference TEXT,
      case_type TEXT NOT NULL,
      case_status TEXT NOT NULL,
      changed_at INTEGER NOT NULL,
      read_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS inbox (
      case_id TEXT PRIMARY KEY,
      told INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS deliveries (
      key TEXT PRIMARY KEY,
      ends_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS catch_up (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      mark INTEGER,
      began_at INTEGER,
      cursor TEXT
    ) STRICT;
    INSERT OR IGNORE INTO catch_up (id) VALUES (1);
  `)
  return database
}
