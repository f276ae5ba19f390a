/** How far a file is on its way. */
export interface TransferProgress {
  /** Bytes so far. */
  readonly bytes: number
  /** Bytes of the whole file, where that is known. */
  readonly totalBytes?: number
}

/** Told of each part of a file. What it throws is ignored: it cannot break the transfer. */
export type ProgressListener = (progress: TransferProgress) => void

/** Reports to a listener that may be missing, and may fail. */
export function reportProgress(
  listener: ProgressListener | undefined,
  bytes: number,
  totalBytes: number | undefined,
): void {
  try {
    listener?.({ bytes, ...(totalBytes !== undefined && { totalBytes }) })
  } catch {}
}
