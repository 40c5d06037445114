import { describe, expect, it } from 'vitest'
import { decodeJwt } from '../../../src/tokens/jwt.js'

const encode = (json: string) => Buffer.from(json).toString('base64url')
const header = encode('{"alg":"RS256"}')
const tokenOf = (payload: string) => `${header}.${encode(payload)}.c2ln`
const refused = expect.objectContaining({
  code: 'malformed_token',
  message: 'A token is no JSON Web Token of three parts.',
}) as Error

describe('decodeJwt', () => {
  it('decodes each part', () => {
    const token = tokenOf('{"sub":"José 太郎","aud":["a","b"],"nested":{"sub":[{"x":1},{"x":2}]}}')
    expect(decodeJwt(token, 'header')).toEqual({ alg: 'RS256' })
    expect(decodeJwt(token, 'payload')).toEqual({
      sub: 'José 太郎',
      aud: ['a', 'b'],
      nested: { sub: [{ x: 1 }, { x: 2 }] },
    })
    expect(decodeJwt(`${header}.${encode('{}')}.`, 'payload')).toEqual({})
  })

  it('refuses a header that names something twice, or is no UTF-8', () => {
    const headers = [
      encode('{"alg":"none","alg":"RS256"}'),
      Buffer.from('{"a":"\xff"}', 'latin1').toString('base64url'),
    ]
    for (const bad of headers)
      expect(() => decodeJwt(`${bad}.${encode('{"a":1}')}.c2ln`, 'header')).toThrow(refused)
  })

  it('looks at the part it was asked for', () => {
    const broken = encode('[]')
    expect(decodeJwt(`${header}.${broken}.c2ln`, 'header')).toEqual({ alg: 'RS256' })
    expect(decodeJwt(`${broken}.${encode('{"a":1}')}.c2ln`, 'payload')).toEqual({ a: 1 })
    expect(() => decodeJwt(`${header}.${broken}.c2ln`, 'payload')).toThrow(refused)
    expect(() => decodeJwt(`${broken}.${encode('{"a":1}')}.c2ln`, 'header')).toThrow(refused)
  })

  it.each([
    ['no object', 'null'],
    ['a list', '[{"a":1}]'],
    ['a text', '"a"'],
    ['a number', '7'],
    ['true', 'true'],
    ['no JSON', '{"a":1'],
    ['nothing', ''],
    ['a name twice', '{"sub":"a","sub":"b"}'],
    ['a name twice, once escaped', '{"sub":"a","s\\u0075b":"b"}'],
    ['a name twice further in', '{"a":{"b":1,"b":2}}'],
    ['a name twice in a list', '{"a":[{"b":1,"b":2}]}'],
    ['a name twice with a space', '{"a" : 1, "a"\n: 2}'],
    ['a name with a quote twice', '{"\\"":1,"\\"":2}'],
  ])('refuses %s', (_, payload) => {
    expect(() => decodeJwt(tokenOf(payload), 'payload')).toThrow(refused)
  })

  it.each(['{"a":"b\\":c","b":"{\\"a\\":1}"}', '{"a:":":","b":"\\\\"}', '{"":1,":":2}'])(
    'is not confused by %s',
    (payload) => {
      expect(decodeJwt(tokenOf(payload), 'payload')).toEqual(JSON.parse(payload))
    },
  )

  it.each([
    ['a word in front', (token: string) => `x ${token}`],
    ['a line behind', (token: string) => `${token}\n`],
    ['a fourth part', (token: string) => `${token}.x`],
    ['two parts', (token: string) => token.replace(/\.[^.]*$/, '')],
    ['padding', (token: string) => `${token}=`],
    ['base64', (token: string) => token.replace(/[^.]*$/, '+/+/')],
    ['a signature of an impossible length', (token: string) => token.replace(/[^.]*$/, 'A')],
  ])('refuses %s', (_, change) => {
    expect(() => decodeJwt(change(tokenOf('{"a":1}')), 'payload')).toThrow(refused)
  })

  it('refuses bytes that are no UTF-8', () => {
    const payload = Buffer.from([...Buffer.from('{"a":"'), 0xc0, 0xaf, ...Buffer.from('"}')]).toString(
      'base64url',
    )
    expect(() => decodeJwt(`${header}.${payload}.c2ln`, 'payload')).toThrow(refused)
  })

  it('decodes bytes below 16', () => {
    const token = tokenOf('{\n\t"a":1}')
    expect(decodeJwt(token, 'payload')).toEqual({ a: 1 })
  })

  it('reads 65,536 characters and no more', () => {
    const padded = (length: number) => {
      const token = tokenOf('{"a":1}')
      return token.replace(/[^.]*$/, '') + 'A'.repeat(length - token.lastIndexOf('.') - 1)
    }
    expect(decodeJwt(padded(65_536), 'payload')).toEqual({ a: 1 })
    // A signature of 4n + 1 characters would be none anyway: one of these is.
    for (const longer of [65_537, 65_538, 65_539, 1_000_000])
      for (const part of ['header', 'payload'] as const)
        expect(() => decodeJwt(padded(longer), part)).toThrow(
          expect.objectContaining({
            code: 'malformed_token',
            message: `A token has ${longer} characters, and may have 65536: take groups or other claims out of it.`,
          }),
        )
  })
})
