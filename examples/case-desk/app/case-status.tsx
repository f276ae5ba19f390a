/** `READY_FOR_REVIEW` reads “Ready for review”; a status that is new reads well, too. */
export function readable(name: string): string {
  const words = name.replaceAll('_', ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const tones: Readonly<Record<string, string>> = {
  COMPLETED: 'good',
  PASS: 'good',
  READY_FOR_REVIEW: 'attention',
  CONSIDER: 'attention',
  FAIL: 'bad',
}

/** A status, by its words; the colour only repeats them. */
export function CaseStatus({ status }: { readonly status: string }) {
  return <span className={`status ${tones[status] ?? 'plain'}`}>{readable(status)}</span>
}

/** A moment, in UTC, so that server and browser write the same. */
export function Moment({ at }: { readonly at: string }) {
  const text = new Date(at).toISOString()
  return (
    <time dateTime={text}>
      <span>{text.slice(0, 10)}</span> <span>{`${text.slice(11, 16)} UTC`}</span>
    </time>
  )
}
