// The door for tests of an application: what helps to see how it uses the client.
export type {
  OperationSelectionReport,
  SelectionReport,
} from './selection-report.js'
export { formatSelectionReport } from './selection-report.js'
export type { AssertAllReadOptions, SelectionTracker } from './selection-tracker.js'
export { createSelectionTracker } from './selection-tracker.js'
