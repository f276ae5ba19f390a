import type { ExceptionRecord } from '../world/records.js'
import { instant, type View } from './view.js'

/** `IndividualExceptionDetails` and `EntityExceptionDetails`. */
export function exceptionView(exception: ExceptionRecord | null): View | null {
  return (
    exception && {
      exceptionType: exception.exceptionType,
      reason: exception.reason,
      isResolved: exception.isResolved,
      resolvedByName: exception.resolvedByName,
      hasSupportingDocuments: false,
      addedByDisplayName: exception.addedByName,
      approvedByFullName: null,
      createdOn: instant(exception.createdAt),
      updatedOn: instant(exception.updatedAt),
    }
  )
}
