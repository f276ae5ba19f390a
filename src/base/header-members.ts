/** The members of a header's item, such as `"default";r=0;t=5`: by name what stands after `=`. */
export function readMembers(item: string): ReadonlyMap<string, string> {
  return new Map(
    item.split(';').map((member): [string, string] => {
      const [name = '', value = ''] = member.split('=', 2)
      return [name.trim(), value.trim()]
    }),
  )
}

/** A whole number of a header; undefined for anything else. */
export function readCount(value: string | null | undefined): number | undefined {
  const digits = value?.trim()
  return digits !== undefined && /^\d{1,12}$/.test(digits) ? Number(digits) : undefined
}
