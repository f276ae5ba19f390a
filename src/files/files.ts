// What `client` loads at the first use of a file, as one module.
export { createDownload } from './download.js'
export { createPdf } from './pdf.js'
export { createUpload } from './upload.js'
