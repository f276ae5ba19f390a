import { readCount, readMembers } from '../base/header-members.js'

/** One bucket of a token quota, as the token endpoint reports it. */
export interface TokenQuota {
  /** The bucket's name, such as `per_day`. */
  readonly bucket: string
  /** Tokens allowed in the bucket. */
  readonly quota: number
  /** Tokens left in it. */
  readonly remaining: number
  /** Milliseconds until it is full again. */
  readonly resetMs: number
}

/**
 * Reads Auth0's quota header, `Auth0-Client-Quota-Limit: b=per_day;q=50;r=49;t=43200`: bucket,
 * quota, remaining and seconds until the reset, several buckets separated by commas. First AML's
 * tokens have Auth0's form, so its rations may too. Buckets that are not whole are passed over.
 */
export function readTokenQuota(headers: Headers): TokenQuota[] {
  const header = headers.get('auth0-client-quota-limit')
  if (!header) return []
  return header.slice(0, 1024).split(',').flatMap(readBucket)
}

function readBucket(text: string): TokenQuota[] {
  const members = readMembers(text)
  const [quota, remaining, seconds] = ['q', 'r', 't'].map((name) => readCount(members.get(name)))
  const bucket = members.get('b')
  if (!bucket || quota === undefined || remaining === undefined || seconds === undefined) return []
  return [{ bucket: bucket.slice(0, 40), quota, remaining, resetMs: seconds * 1000 }]
}
