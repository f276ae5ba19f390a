// The door of the sandbox. What plays the vendor stays behind it: only the factory and the shapes
// a caller names are public, and none of them mentions a library that is bundled in here.
export type { SandboxClock } from './clock.js'
export type {
  SandboxFault,
  SandboxFaultHit,
  SandboxFaultKind,
  SandboxFaultScript,
  SandboxFaults,
  SandboxScriptedFault,
} from './faults/fault.js'
export type {
  SandboxRequest,
  SandboxRequestCounts,
  SandboxRequestKind,
} from './http/request-log.js'
export type { SandboxThrottle, SandboxTokenQuota } from './limits/limit-options.js'
export type { SandboxClient, SandboxCredentials, SandboxOptions } from './options.js'
export { formatReview } from './review/format-review.js'
export type {
  ReviewEvidence,
  ReviewItem,
  ReviewItemId,
  ReviewReport,
  ReviewVerdict,
} from './review/report.js'
export type {
  OperationSelectionInput,
  ReviewInput,
  SelectionInput,
} from './review/selection-input.js'
export type { Sandbox, SandboxEnvironment } from './running-sandbox.js'
export { createSandbox } from './sandbox.js'
export type { SandboxDelivery, SandboxWebhooks } from './webhooks/delivery.js'
export type { SandboxWorld } from './world/control.js'
export type { WorldEvent } from './world/events.js'
