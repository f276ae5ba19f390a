/** What `client` loads at the first use of a file, as one module. */
import { createDownload, type DownloadFunction } from './download.js'
import { createPdf, type PdfFunction } from './pdf.js'
import type { TransferSettings } from './transfer-settings.js'
import { createUpload } from './upload.js'
import type { UploadFunction } from './upload-options.js'

export interface Files {
  readonly download: DownloadFunction
  readonly upload: UploadFunction
  readonly pdf: PdfFunction
}

export function createFiles(settings: TransferSettings): Files {
  return {
    download: createDownload(settings),
    upload: createUpload(settings),
    pdf: createPdf(settings),
  }
}
