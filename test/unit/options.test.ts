import { describe, expect, it } from 'vitest'
import { type CognitoAuthOptions, readOptions } from '../../src/options.js'
import { MemoryStorage } from '../../src/storage/MemoryStorage.js'

const good: CognitoAuthOptions = {
  ClientId: 'client',
  AppWebDomain: 'my-app.auth.eu-central-1.amazoncognito.com',
  TokenScopesArray: ['openid', 'email'],
  RedirectUriSignIn: 'https://app.example/',
  RedirectUriSignOut: 'https://app.example/',
}
const read = (changes: object) => readOptions({ ...good, ...changes })
const refusal = (changes: object) => {
  try {
    read(changes)
  } catch (error) {
    return error as Error & { code: string }
  }
  throw new Error(`accepted ${JSON.stringify(changes)}`)
}

describe('readOptions', () => {
  it.each([
    ['my-app.auth.eu-central-1.amazoncognito.com', 'https://my-app.auth.eu-central-1.amazoncognito.com'],
    ['https://login.example', 'https://login.example'],
    ['https://login.example/', 'https://login.example'],
    ['login.example/', 'https://login.example'],
    ['LOGIN.Example', 'https://login.example'],
    ['login.example:8443', 'https://login.example:8443'],
    ['http://localhost:9230', 'http://localhost:9230'],
    ['http://127.0.0.1:9230/', 'http://127.0.0.1:9230'],
    ['http://[::1]:9230', 'http://[::1]:9230'],
    ['localhost:9230', 'https://localhost:9230'],
  ])('reads the domain %s', (AppWebDomain, origin) => {
    const config = read({ AppWebDomain })
    expect(config.origin).toBe(origin)
    expect(config.host).toBe(origin.replace(/^https?:\/\//, ''))
  })

  it.each([
    ['http://login.example', "write 'https://login.example'"],
    ['login.example/oauth2/authorize', "write 'login.example'"],
    ['ftp://login.example', "write 'https://login.example'"],
    ['javascript:alert(1)//d', 'is no domain'],
    [' login.example ', "write 'login.example'"],
    ['login.example?x', 'is no domain'],
    ['login.example#x', 'is no domain'],
    ['user:password@login.example', 'is no domain'],
    ['evil\\@login.example', 'is no domain'],
    ['//login.example', 'is no domain'],
    ['login.example//', 'without a path'],
    ['login%2Fexample', 'is no domain'],
    ['login\t.example', 'is no domain'],
    ['lögin.example', 'is no domain'],
    [`${'a'.repeat(300)}.example`, 'is no domain'],
    ['https://', 'is no domain'],
    ['https://https://login.example', 'AppWebDomain'],
    ['-.example', 'is no domain'],
    ['login.example:99999', 'is no domain'],
    ['999.999.999.999', 'is no domain'],
    ['my-app', "write 'my-app.auth.<region>.amazoncognito.com'"],
    ['https://my-app/', 'is only the prefix'],
  ])('refuses the domain %j', (AppWebDomain, says) => {
    const error = refusal({ AppWebDomain })
    expect(error.code).toBe('invalid_configuration')
    expect(error.message).toContain('AppWebDomain')
    expect(error.message).toContain(says)
  })

  it.each(['ClientId', 'AppWebDomain', 'RedirectUriSignIn', 'RedirectUriSignOut'])(
    'names %s when it is missing, and says what to write',
    (field) => {
      for (const missing of [undefined, null, '']) {
        expect(refusal({ [field]: missing }).message).toMatch(
          new RegExp(`^${field} is missing: write .+'.+'`),
        )
      }
      expect(refusal({ [field]: 5 }).message).toBe(`${field} must be a string, not number.`)
    },
  )

  it('names what it takes when it is given nothing', () => {
    expect(() => readOptions(undefined as unknown as CognitoAuthOptions)).toThrow(
      /takes an object: \{ ClientId/,
    )
  })

  it.each(['ClientSecret', 'clientSecret', 'client_secret', 'AppClientSecret'])('refuses %s', (key) => {
    expect(refusal({ [key]: 'hush' }).message).toContain('app client without a secret')
    expect(refusal({ [key]: 'hush' }).message).not.toContain('hush')
  })

  it('does not mind a secret that is none', () => {
    for (const ClientSecret of [undefined, null, '', false])
      expect(read({ ClientSecret }).clientId).toBe('client')
  })

  it('takes what is falsy for what is left out: programs write `condition && value`', () => {
    for (const nothing of [false, null, '', 0, undefined]) {
      const fields = [
        'Storage',
        'StateStorage',
        'LaunchUri',
        'IdentityProvider',
        'UserPoolId',
        'Issuer',
        'TokenScopesArray',
      ]
      for (const field of fields) expect(read({ [field]: nothing }).clientId).toBe('client')
    }
  })

  it('refuses a sign-in address whose own parameters are those of the response', () => {
    expect(refusal({ RedirectUriSignIn: 'https://app.example/?State=NY' }).message).toContain('another name')
  })

  it('refuses an issuer that is no URL', () => {
    expect(refusal({ Issuer: 'nonsense' }).message).toContain('leave it out')
  })

  it('asks for an array when scopes come as a string', () => {
    expect(refusal({ TokenScopesArray: 'openid email' }).message).toContain(
      "write ['openid', 'email'] instead",
    )
  })

  it.each([[['openid email']], [['']], [[5]], [{}]])('refuses the scopes %j', (TokenScopesArray) => {
    expect(refusal({ TokenScopesArray }).message).toContain("['openid', 'email']")
  })

  it('asks for every scope where none is given', () => {
    expect(read({ TokenScopesArray: undefined }).scopes).toEqual([])
  })

  it.each([
    'https://app.example/a?b=c',
    'http://localhost:3000/',
    'http://127.0.0.1/',
    'http://[::1]:3000/',
    'myapp://callback',
    'com.example.app:/callback',
  ])('takes %s as a redirect URI, to the letter', (RedirectUriSignIn) => {
    expect(read({ RedirectUriSignIn }).redirectUriSignIn).toBe(RedirectUriSignIn)
  })

  it.each([
    ['/callback', 'no absolute URL'],
    ['https:app.example', 'no absolute URL'],
    [' https://app.example/', "write 'https://app.example/'"],
    ['app.example', 'no absolute URL'],
    ['//evil.example', 'no absolute URL'],
    ['javascript:alert(1)', 'must not use javascript:'],
    ['JaVaScRiPt:alert(1)', 'must not use javascript:'],
    ['data:text/html,x', 'must not use data:'],
    ['https://app.example/#/home', "write 'https://app.example/'"],
    ['https://app.example/#', "write 'https://app.example/'"],
    ['http://app.example/', "write 'https://app.example/'"],
  ])('refuses %s as a redirect URI', (uri, says) => {
    for (const field of ['RedirectUriSignIn', 'RedirectUriSignOut']) {
      const { message } = refusal({ [field]: uri })
      expect(message).toContain(field)
      expect(message).toContain(says)
    }
  })

  it('knows both issuers of a pool and no other', () => {
    expect(read({ UserPoolId: 'us-gov-west-1_AbC' }).issuers).toEqual([
      'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AbC',
      'https://issuer-cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AbC',
    ])
    expect(read({}).issuers).toBeUndefined()
    expect(read({ UserPoolId: 'local_A', Issuer: 'http://localhost:9230/local_A' }).issuers).toEqual([
      'http://localhost:9230/local_A',
    ])
  })

  it.each(['eu-central-1', 'us-east-1_x/../../evil', 'my pool', '_AbC'])(
    'refuses the pool id %s',
    (UserPoolId) => {
      expect(refusal({ UserPoolId }).message).toContain("such as 'eu-central-1_AbCdEfGhI'")
    },
  )

  it('ignores what programs pass although nobody reads it', () => {
    const config = read({
      Region: 'eu-central-1',
      ResponseType: 'id_token',
      IdentityProvider: '',
      LaunchUri: undefined,
    })
    expect(config).toMatchObject({ responseType: 'token', identityProvider: '', launchUri: undefined })
  })

  it.each([
    [undefined, true],
    [true, true],
    [false, false],
    [0, false],
  ])('reads the flag for advanced security %j as %j', (AdvancedSecurityDataCollectionFlag, collects) => {
    expect(read({ AdvancedSecurityDataCollectionFlag }).collectsSecurityData).toBe(collects)
  })

  it('names the method that a storage lacks', () => {
    expect(refusal({ Storage: { getItem: () => null, setItem: () => undefined } }).message).toContain(
      'Storage has no removeItem()',
    )
    const storage = new MemoryStorage()
    expect(read({ Storage: storage, StateStorage: storage })).toMatchObject({
      storage,
      stateStorage: storage,
    })
  })

  it('refuses a LaunchUri that is no function', () => {
    expect(refusal({ LaunchUri: 'https://app.example' }).message).toContain('LaunchUri must be a function')
  })

  it.each([
    ['https://api.example.com', "write ['https://api.example.com']"],
    [['api.example.com'], 'write an https origin'],
    [['http://api.example.com'], 'write an https origin'],
    [['https://api.example.com/v1'], "write 'https://api.example.com' instead"],
    [['https://API.example.com'], "write 'https://api.example.com' instead"],
    [['*'], 'write an https origin'],
    [[null], 'write an https origin'],
  ])('refuses the API origins %j', (ApiOrigins, message) => {
    expect(refusal({ ApiOrigins: ApiOrigins as string[] }).message).toContain(message)
  })

  it.each([-1, 0, 59, 1e6, Number.NaN, '90'])('refuses the clock tolerance %j', (ClockTolerance) => {
    expect(refusal({ ClockTolerance }).message).toContain('number of seconds')
  })

  it('is not led astray by a prototype', () => {
    const options = { ...good, ...(JSON.parse('{"__proto__":{"ClientSecret":"x"}}') as object) }
    expect(readOptions(options).clientId).toBe('client')
  })
})
