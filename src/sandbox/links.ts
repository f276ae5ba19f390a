/** The addresses that the sandbox gives out. */
export interface SandboxLinks {
  readonly caseView: (caseId: string) => string
  readonly individualView: (caseId: string, individualId: string) => string
  readonly entityView: (caseId: string, entityId: string) => string
  readonly verification: (caseId: string, individualId: string, embedded: boolean) => string
  readonly contents: (fileId: string) => string
  readonly pdf: (pdfId: number) => string
  readonly upload: (fileId: string) => string
}

/**
 * Makes addresses below a base.
 *
 * @param baseUrl Without a trailing slash; known once the server listens.
 * @param sign Makes the text that says an address was given out by this sandbox.
 */
export function createLinks(baseUrl: () => string, sign: (path: string) => string): SandboxLinks {
  const signed = (path: string) => `${baseUrl()}${path}?signature=${sign(path)}`
  const viewOf = (caseId: string) => `${baseUrl()}/app/cases/${caseId}`
  return {
    caseView: viewOf,
    individualView: (caseId, individualId) => `${viewOf(caseId)}/individuals/${individualId}`,
    entityView: (caseId, entityId) => `${viewOf(caseId)}/entities/${entityId}`,
    verification(caseId, individualId, embedded) {
      const link = signed(`/verification/${caseId}/${individualId}`)
      return embedded ? `${link}&embedded=true` : link
    },
    contents: (fileId) => `${baseUrl()}/files/${fileId}`,
    pdf: (pdfId) => `${baseUrl()}/pdfs/${pdfId}`,
    upload: (fileId) => signed(`/uploads/${fileId}`),
  }
}
