// The door for tests of an application: how it uses the client, and laws for what it brings along.
// It needs no test runner.
export type {
  OperationSelectionReport,
  SelectionReport,
} from './selection-report.js'
export { formatSelectionReport } from './selection-report.js'
export type { AssertAllReadOptions, SelectionTracker } from './selection-tracker.js'
export { createSelectionTracker } from './selection-tracker.js'
export type { StoreUnderTest, TokenStoreLaw } from './token-store-laws.js'
export { tokenStoreLaws } from './token-store-laws.js'
