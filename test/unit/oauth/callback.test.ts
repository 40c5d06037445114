import { describe, expect, it } from 'vitest'
import {
  readCallback,
  readParameters,
  refusalOf,
  requireIssuer,
  withoutResponse,
} from '../../../src/oauth/callback.js'

const code = { type: 'code', code: 'C', state: 'S' }
const tokens = { type: 'token', accessToken: 'A', idToken: 'I', tokenType: 'Bearer', state: 'S' }

describe('readCallback', () => {
  it.each([
    ['a code in the query', 'https://app/?code=C&state=S'],
    ['the state first', 'https://app/?state=S&code=C'],
    ['among parameters of the page', 'https://app/?tab=1&code=C&page=2&state=S'],
    ['names in another case', 'https://app/?CODE=C&State=S'],
    ['the # that Google appends', 'https://app/?code=C&state=S#'],
    ['the #_=_ that Facebook appends', 'https://app/?code=C&state=S#_=_'],
    ['a hash route behind it', 'https://app/?code=C&state=S#/home'],
    ['behind a hash route', 'https://app/#/route?code=C&state=S'],
    ['behind a hash-bang route', 'https://app/#!/route?code=C&state=S'],
    ['a relative URL', '/callback?code=C&state=S'],
    ['a query alone', '?code=C&state=S'],
  ])('finds a code: %s', (_, url) => {
    expect(readCallback(url)).toEqual(code)
  })

  it.each([
    ['local users', 'https://app/#id_token=I&access_token=A&expires_in=3600&token_type=Bearer&state=S'],
    ['federated users', 'https://app/#access_token=A&id_token=I&token_type=Bearer&expires_in=3600&state=S'],
    ['behind a query of the page', 'https://app/?x=1#id_token=I&access_token=A&token_type=Bearer&state=S'],
    ['behind a slash', 'https://app/#/access_token=A&id_token=I&token_type=Bearer&state=S'],
    ['behind a hash route', 'https://app/#/route?access_token=A&id_token=I&token_type=Bearer&state=S'],
    ['a relative URL', '/page#access_token=A&id_token=I&token_type=Bearer&state=S'],
    ['a fragment alone', '#access_token=A&id_token=I&token_type=Bearer&state=S'],
  ])('finds tokens: %s', (_, url) => {
    expect(readCallback(url)).toEqual(tokens)
  })

  it.each([
    ['the query', 'https://app/?error_description=a+b%2Cc&state=S&error=invalid_request'],
    ['the fragment', 'https://app/#error_description=a+b%2Cc&state=S&error=invalid_request'],
    ['a hash route', 'https://app/#/login?error=invalid_request&state=S&error_description=a%20b,c'],
    ['beside a code', 'https://app/?code=C&error=invalid_request&state=S&error_description=a+b,c'],
  ])('finds a decoded error in %s', (_, url) => {
    expect(readCallback(url)).toEqual({
      type: 'error',
      error: 'invalid_request',
      errorDescription: 'a b,c',
      state: 'S',
    })
  })

  it.each([
    'https://app/',
    'https://app/?tab=1',
    'https://app/#',
    'https://app/#/',
    'https://app/#foo',
    'https://app/#/home',
    'https://app/#_=_',
    'https://app/#section=2&state=open',
    'https://app/#/reset?code=123456&user=1',
    'https://app/#/oops?error=500',
    'https://app/?state=open',
    'https://app/?code=',
    'https://app/?code=#error=',
    'not a url at all',
    '',
    'https://app/?%zz=%',
  ])('says nothing about %s', (url) => {
    expect(readCallback(url)).toBeUndefined()
  })

  it('takes the channel that answers a sign-in when the page has a code of its own', () => {
    expect(
      readCallback('https://app/?code=SUMMER#access_token=A&id_token=I&token_type=Bearer&state=S'),
    ).toEqual(tokens)
  })

  it('takes the query when both channels claim to answer', () => {
    expect(readCallback('https://app/?code=C&state=S#access_token=evil&state=evil')).toEqual(code)
  })

  it.each([
    'https://app/?code=a&code=b&state=S',
    'https://app/?code=a&state=S&state=T',
    'https://app/?code=a&Code=b&state=S',
    'https://app/?code=a&code[]=b&state=S',
    'https://app/#access_token=A&access_token=B&state=S',
    'https://app/?error=a&error=b',
  ])('refuses a parameter that comes twice: %s', (url) => {
    expect(() => readCallback(url)).toThrow(expect.objectContaining({ code: 'duplicate_parameter' }))
  })

  it('reads parameters named like members of every object as nothing special', () => {
    expect(readCallback('https://app/?__proto__=x&constructor=y&code=C&state=S')).toEqual(code)
  })

  it('keeps a state exactly, whatever its characters', () => {
    expect(readCallback('?code=C&state=%25zz%2B')).toMatchObject({ state: '%zz+' })
  })
})

describe('withoutResponse', () => {
  it.each(['https://app/#/reset?code=123456&user=1', 'https://app/#/oops?error=500'])(
    "leaves what is the page's own behind a hash route: %s",
    (url) => {
      expect(withoutResponse(url)).toBe(url)
    },
  )

  it.each([
    ['https://app/?code=C&state=S', 'https://app/'],
    ['https://app/p?a=1&code=C&b=%2f&state=S', 'https://app/p?a=1&b=%2f'],
    ['https://app/?code=C&state=S#_=_', 'https://app/'],
    ['https://app/?code=C&state=S#/', 'https://app/#/'],
    ['https://app/?code=C&state=S#/home?x=1', 'https://app/#/home?x=1'],
    ['https://app/#id_token=I&access_token=A&expires_in=1&token_type=Bearer&state=S', 'https://app/'],
    ['https://app/?x=1#access_token=A', 'https://app/?x=1'],
    ['https://app/#/access_token=A&id_token=I', 'https://app/'],
    ['https://app/#/route?code=C&tab=2&state=S', 'https://app/#/route?tab=2'],
    ['https://app/#/route?code=C&state=S', 'https://app/#/route'],
    ['https://app/?error=e&error_description=d&keep', 'https://app/?keep'],
    ['https://app/?code=C&state=S#access_token=evil&state=evil', 'https://app/'],
  ])('cleans %s', (url, clean) => {
    expect(withoutResponse(url)).toBe(clean)
  })

  it.each(['https://app/?state=open&tab=1#_=_', 'https://app/#/home', 'https://app/?x=%zz#a=b'])(
    'leaves %s as it is',
    (url) => {
      expect(withoutResponse(url)).toBe(url)
    },
  )
})

describe('readCallback with a response in the query and another in the fragment', () => {
  const mine = 'code=C&state=S'
  const theirs = 'access_token=A&id_token=I&token_type=Bearer&state=T'

  it('reads the one whose state is awaited', () => {
    for (const url of [`?${mine}#${theirs}`, `?${theirs}#${mine}`]) {
      expect(readCallback(url, (state) => state === 'S')).toEqual(code)
      expect(readCallback(url, (state) => state === 'T')).toMatchObject({ type: 'token', state: 'T' })
    }
  })

  it('reads the one with a state where none is awaited, and the query before the fragment', () => {
    expect(readCallback(`?code=X#${theirs}`, () => false)).toMatchObject({ type: 'token', state: 'T' })
    expect(readCallback(`?${mine}#access_token=A`, () => false)).toEqual(code)
    expect(readCallback(`?${mine}#${theirs}`, () => false)).toEqual(code)
    expect(readCallback(`?${mine}#${theirs}`)).toEqual(code)
    expect(readCallback('?code=C#access_token=A')).toEqual({ ...code, state: undefined })
  })
})

describe('a response', () => {
  it('names who it is from', () => {
    expect(readCallback('?code=C&state=S&iss=https%3A%2F%2Fi.example')).toEqual({
      ...code,
      iss: 'https://i.example',
    })
  })

  it('may lack either token: who verifies them says so', () => {
    const parts = { type: 'token', state: undefined, iss: undefined, tokenType: undefined }
    expect(readCallback('#id_token=I')).toEqual({ ...parts, accessToken: '', idToken: 'I' })
    expect(readCallback('#access_token=A')).toEqual({ ...parts, accessToken: 'A', idToken: undefined })
    expect(readParameters(new Map())).toBeUndefined()
    expect(readParameters(new Map([['token_type', 'Bearer']]))).toBeUndefined()
  })

  it.each(['tokens', 'xcode', 'encode', 'codes', 'error_uri', 'terror', 'id_token_hint'])(
    'is none by the parameter %s',
    (name) => {
      expect(readCallback(`https://app/?${name}=1`)).toBeUndefined()
      expect(withoutResponse(`https://app/?${name}=1&x=2`)).toBe(`https://app/?${name}=1&x=2`)
    },
  )

  it.each(['code[]', 'code[0]', 'Code[a][b]', 'code[', 'code[\n]'])('is one by the parameter %s', (name) => {
    expect(readCallback(`https://app/?${encodeURIComponent(name)}=C&state=S`)).toEqual(code)
  })

  it('has parameters of 4,096 characters at most, tokens excepted', () => {
    const [longest, longer] = ['x'.repeat(4096), 'x'.repeat(4097)]
    expect(readCallback(`?code=${longest}&state=S`)).toMatchObject({ code: longest })
    expect(readCallback(`#access_token=${longer}&state=S`)).toMatchObject({ accessToken: longer })
    for (const parameters of [
      `code=${longer}`,
      `code=C&state=${longer}`,
      `error=e&error_description=${longer}`,
    ])
      expect(() => readCallback(`?${parameters}`)).toThrow(
        expect.objectContaining({ code: 'bad_response' }) as Error,
      )
  })

  it('names an issuer that is good, or none', () => {
    const refused = expect.objectContaining({ code: 'wrong_issuer' }) as Error
    const require = (iss: string | undefined, issuers: string[] | undefined) => () => {
      requireIssuer({ iss }, issuers)
    }
    expect(require(undefined, undefined)).not.toThrow()
    expect(require(undefined, ['i'])).not.toThrow()
    expect(require('j', ['i', 'j'])).not.toThrow()
    expect(require('k', ['i', 'j'])).toThrow(refused)
    expect(require('', ['i'])).toThrow(refused)
    expect(require('i', undefined)).toThrow(refused)
  })

  it('that names another issuer is told which, which was expected, and what decides', () => {
    const [other, mine] = ['https://issuer.example/pool', 'https://mine.example/pool']
    const refusal = (iss: string, issuers?: string[]) => () => {
      requireIssuer({ iss }, issuers)
    }
    const advice = 'Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer.'
    expect(refusal(other, [mine, `${mine}2`])).toThrow(
      `The iss of the redirect is “${other}”, and should be ${mine} or ${mine}2. ${advice}`,
    )
    expect(refusal(other)).toThrow(`The iss of the redirect is “${other}”. ${advice}`)
    // What somebody writes into an address is not told as if it were ours, nor is a token.
    for (const [iss, said] of [
      ['', ''],
      ['x”. Your account\n\u202eis locked, “', 'x . Your account is locked,'],
    ] as const)
      expect(refusal(iss, [mine])).toThrow(`The iss of the redirect is “${said}”, and should be ${mine}.`)
    expect(refusal(`${other}/eyJhbGciOiJub25lIn0.e30.`, [mine])).toThrow(`is “${other}/…”, and`)
    expect(refusal(`${other}/${'x'.repeat(4000)}`, [mine])).toThrow(/^.{300,600}$/)
  })

  it('that is an error quotes no state', () => {
    const state = 'a-state-that-is-secret'
    const said = {
      type: 'error',
      state,
      iss: undefined,
      error: `e ${state}`,
      errorDescription: `d ${state}`,
    } as const
    expect(refusalOf(said)).toMatchObject({ error: 'e …', errorDescription: 'd …' })
  })

  const told = (error: string, errorDescription?: string) =>
    refusalOf({ type: 'error', state: undefined, iss: undefined, error, errorDescription })
  const OURS = 'The redirect says that the sign-in failed: '

  it.each([
    ['access_denied', undefined, 'access_denied'],
    ['access_denied', '', 'access_denied'],
    ['x', 'Your account is locked, call +49 30 123456', 'x: Your account is locked, call +49 30 123456'],
    ['Your account is locked', undefined, 'Your account is locked'],
    ['x', 'y”. Now call +49 30 123456, “', 'x: y . Now call +49 30 123456,'],
    ['x”', '\u201d\u201cy', 'x : y'],
    ['x', 'a\n\nb\r\tc\0d', 'x: a b c d'],
    ['x', '\u202eysae\u2066 si siht\u2069', 'x: ysae si siht'],
    ['x', 'a'.repeat(5000), `x: ${'a'.repeat(297)}…`],
    ['x', `${'a'.repeat(296)}😀b`, `x: ${'a'.repeat(296)}😀…`],
  ])(
    'quotes what stands in the address, so that nobody takes it for ours: %j, %j',
    (error, description, said) => {
      const refusal = told(error, description)
      expect(refusal.message).toBe(`${OURS}“${said}”`)
      // A program gets it as it came.
      expect(refusal).toMatchObject({ code: 'authorization_failed', error, errorDescription: description })
    },
  )

  it('says in its own words that nobody is signed in at the hosted pages', () => {
    const refusal = told('login_required', 'Call +49 30 123456')
    expect(refusal).toMatchObject({ code: 'login_required', error: 'login_required' })
    expect(refusal.message).not.toContain('49')
  })
})

describe('withoutResponse behind a hash', () => {
  it.each([
    ['https://app/#/?code=C&state=S', 'https://app/#/'],
    ['https://app/#/a?b?code=C&state=S', 'https://app/#/a?b?code=C&state=S'],
    ['https://app/#//access_token=A', 'https://app/'],
    ['https://app/#!/access_token=A', 'https://app/'],
    ['https://app/#/access_token=A&x=1', 'https://app/#x=1'],
    ['https://app/#code=1&/code=2&!/error=3&x=1&/code=4', 'https://app/#x=1'],
    ['https://app/#/code=1&/code=2', 'https://app/'],
    ['https://app/#/code=1&/state=S', 'https://app/'],
    ['https://app/#/route?code=1&state=S&/code=2', 'https://app/#/route'],
    ['https://app/#/home/?code=C&state=S', 'https://app/#/home/'],
    ['https://app/#x=1&y=2/3?access_token=A', 'https://app/#x=1&y=2/3?access_token=A'],
    ['https://app/#access_token=A&z=/?#', 'https://app/#z=/?#'],
    ['https://app/#x=1&code=C?y&state=S', 'https://app/#x=1'],
    ['https://app/?a=?#b#access_token=A', 'https://app/?a=?#b#access_token=A'],
    ['https://app/?code=C&b=1\n#c\nd', 'https://app/?b=1\n#c\nd'],
  ])('makes of %j %j', (url, left) => {
    expect(withoutResponse(url)).toBe(left)
  })
})
