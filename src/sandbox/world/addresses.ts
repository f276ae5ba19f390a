import type { Input } from './input.js'
import type { Address } from './records.js'
import { readCountry } from './text-rules.js'

const noAddress: Address = {
  address1: null,
  address2: null,
  city: null,
  region: null,
  postCode: null,
  countryCode: null,
}

/** Reads a member that is an address; without one every part is missing. */
export function readAddress(input: Input, name: string): Address {
  const address = input.node(name)
  if (address === undefined) return noAddress
  return {
    address1: address.text('address1') ?? null,
    address2: address.text('address2') ?? null,
    city: address.text('city') ?? null,
    region: address.text('region') ?? null,
    postCode: address.text('postCode') ?? null,
    countryCode: readCountry(address, 'countryCode') ?? null,
  }
}
