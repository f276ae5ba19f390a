import { describe, expect, it } from 'vitest'
import { isLoopback, readSecureUrl } from '../../src/base/urls.js'

const read = (value: string, allowInsecure = false) =>
  readSecureUrl(value, 'tokenUrl', allowInsecure).href

describe('readSecureUrl', () => {
  it('takes https, and http on loopback', () => {
    for (const url of [
      'https://vendor.test/oauth/token?x=1',
      'http://localhost:4000/',
      'http://LOCALHOST/',
      'http://app.localhost/',
      'http://127.0.0.1:1/',
      'http://127.1/',
      'http://127.255.255.254/',
      'http://[::1]:9/',
      'http://[0:0:0:0:0:0:0:1]/',
    ]) {
      expect(read(url)).toBe(new URL(url).href)
    }
  })

  it('refuses http elsewhere, by name and by likeness', () => {
    for (const url of [
      'http://vendor.test/',
      'http://localhost.vendor.test/',
      'http://notlocalhost/',
      'http://127.0.0.1.vendor.test/',
      'http://128.0.0.1/',
      'http://0.0.0.0/',
      'http://[::2]/',
      'http://10.0.0.1/',
    ]) {
      expect(() => read(url)).toThrow(/tokenUrl must be https.*allowInsecureRequests/s)
      expect(read(url, true)).toBe(new URL(url).href)
    }
  })

  it('takes text for no permission, such as "false" from an environment', () => {
    const permission: unknown = 'false'
    expect(() => read('http://vendor.test/', permission as boolean)).toThrow(/must be https/)
  })

  it('refuses other schemes, credentials, and what is no URL, naming the option', () => {
    for (const url of [
      'ftp://vendor.test/',
      'file:///etc/passwd',
      'javascript:1',
      'ws://localhost/',
    ]) {
      expect(() => read(url, true)).toThrow(/^tokenUrl must be an https: URL/)
    }
    for (const url of [
      'https://user:pass@vendor.test/',
      'https://user@vendor.test/',
      'http://localhost@vendor.test/',
    ]) {
      expect(() => read(url, true)).toThrow(/^tokenUrl must not carry/)
    }
    for (const url of ['', 'vendor.test', '/oauth/token', 'https://', 'http://127.999.1.1/']) {
      expect(() => read(url, true)).toThrow(/^tokenUrl must be an absolute URL/)
    }
  })

  it('repeats neither path nor credentials in its messages', () => {
    for (const url of ['http://vendor.test/?hush=1', 'https://user:hush@vendor.test/']) {
      expect(() => read(url)).toThrow(TypeError)
      expect(() => read(url)).not.toThrow(/hush/)
    }
  })
})

describe('isLoopback', () => {
  it('goes by the host alone', () => {
    expect(isLoopback(new URL('https://localhost/'))).toBe(true)
    expect(isLoopback(new URL('https://vendor.test/localhost'))).toBe(false)
  })
})
