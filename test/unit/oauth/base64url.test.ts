import { describe, expect, it } from 'vitest'
import { base64url, base64urlBytes } from '../../../src/oauth/base64url.js'

const bytes = Uint8Array.of(0xfb, 0xff, 0xfe, 0x3e)

describe('base64url', () => {
  it('uses the URL-safe alphabet without padding', () => {
    expect(base64url(bytes)).toBe('-__-Pg')
  })
  it('gives the bytes back', () => {
    expect(base64urlBytes('-__-Pg')).toEqual(bytes)
  })
})
