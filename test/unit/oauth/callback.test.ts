import { describe, expect, it } from 'vitest'
import { readCallback, withoutResponse } from '../../../src/oauth/callback.js'

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
