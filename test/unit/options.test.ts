import { afterEach, describe, expect, it } from 'vitest'
import { APPLICATION, CLASS, type CognitoAuthOptions, readOptions } from '../../src/options.js'
import { MemoryStorage } from '../../src/storage/MemoryStorage.js'

const good: CognitoAuthOptions = {
  ClientId: 'client',
  AppWebDomain: 'my-app.auth.eu-central-1.amazoncognito.com',
  TokenScopesArray: ['openid', 'email'],
  RedirectUriSignIn: 'https://app.example/',
  RedirectUriSignOut: 'https://app.example/',
}
/** What is told to write, where nothing else can be meant by what came. */
const DOMAIN = "write the user pool's domain, such as 'my-app.auth.eu-central-1.amazoncognito.com'."
const ADDRESS = "URLs, such as 'https://example.com/'"
const ORIGINS = "write an array of https origins, such as ['https://api.example.com']."
const read = (changes: object) => readOptions({ ...good, ...changes }, CLASS)
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
    ['javascript:alert(1)//d', DOMAIN],
    [' login.example ', DOMAIN],
    ['login.example?x', DOMAIN],
    ['login.example#x', DOMAIN],
    ['user:password@login.example', DOMAIN],
    ['evil\\@login.example', DOMAIN],
    ['//login.example', DOMAIN],
    ['login.example//', "write 'login.example'"],
    ['login%2Fexample', DOMAIN],
    ['login\t.example', DOMAIN],
    ['lögin.example', DOMAIN],
    [`${'a'.repeat(300)}.example`, DOMAIN],
    ['https://', DOMAIN],
    ['https://https://login.example', 'AppWebDomain'],
    ['-.example', DOMAIN],
    ['login.example:99999', DOMAIN],
    ['999.999.999.999', DOMAIN],
    ['my-app', "write 'my-app.auth.<region>.amazoncognito.com'"],
    ['https://my-app/', "write 'my-app.auth.<region>.amazoncognito.com'"],
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
      expect(refusal({ [field]: 5 }).message).toMatch(new RegExp(`^${field} cannot be 5: write .+'.+'`))
    },
  )

  it('names what it takes when it is given nothing', () => {
    expect(() => readOptions(undefined as unknown as CognitoAuthOptions, CLASS)).toThrow(
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
    expect(refusal({ RedirectUriSignIn: 'https://app.example/?State=NY' }).message).toMatch(
      /^RedirectUriSignIn cannot be 'https:\/\/app\.example\/\?…': write .+, without code, state or error in its query\.$/,
    )
    const config = read({ RedirectUriSignOut: 'https://app.example/?State=NY' })
    expect(config.redirectUriSignOut).toBe('https://app.example/?State=NY')
  })

  it('refuses an issuer that is no URL', () => {
    expect(refusal({ Issuer: 'nonsense' }).message).toContain('leave it out')
  })

  it('asks for an array when scopes come as a string', () => {
    expect(refusal({ TokenScopesArray: 'openid email' }).message).toContain(
      "cannot be 'openid email': write an array of scopes, such as ['openid', 'email'].",
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
    ['/callback', ADDRESS],
    ['https:app.example', ADDRESS],
    [' https://app.example/', ADDRESS],
    ['app.example', ADDRESS],
    ['//evil.example', ADDRESS],
    ['javascript:alert(1)', ADDRESS],
    ['JaVaScRiPt:alert(1)', ADDRESS],
    ['data:text/html,x', ADDRESS],
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
      userPoolWebClientId: 'x',
      toString: 'x',
      responsetype: undefined,
      IdentityProvider: '',
      LaunchUri: undefined,
    })
    expect(config).toMatchObject({ responseType: 'token', identityProvider: '', launchUri: undefined })
  })

  it.each(['Google', ['Google'], ['Google', 'Facebook']])(
    'joins the providers %j by commas, as amazon-cognito-auth-js did',
    (IdentityProvider) => {
      expect(read({ IdentityProvider }).identityProvider).toBe(String(IdentityProvider))
    },
  )

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
      'Storage cannot be this object: write localStorage, new CookieStorage(), or an object with getItem(), setItem() and removeItem().',
    )
    const storage = new MemoryStorage()
    expect(read({ Storage: storage, StateStorage: storage })).toMatchObject({
      storage,
      stateStorage: storage,
    })
  })

  it('refuses a LaunchUri that is no function', () => {
    expect(refusal({ LaunchUri: 'https://app.example' }).message).toBe(
      "LaunchUri cannot be 'https://app.example': write a function that opens the URL it is given.",
    )
  })

  it.each([
    ['https://api.example.com', ORIGINS],
    [['api.example.com'], ORIGINS],
    [['http://api.example.com'], ORIGINS],
    [['https://api.example.com/v1'], ORIGINS],
    [['https://API.example.com'], ORIGINS],
    [['*'], ORIGINS],
    [[null], ORIGINS],
  ])('refuses the API origins %j', (ApiOrigins, message) => {
    expect(refusal({ ApiOrigins: ApiOrigins as string[] }).message).toContain(message)
  })

  it.each([-1, 0, 59, 1e6, Number.NaN, '90'])('refuses the clock tolerance %j', (ClockTolerance) => {
    expect(refusal({ ClockTolerance }).message).toContain('number of seconds')
  })

  it('is not led astray by a prototype', () => {
    const options = { ...good, ...(JSON.parse('{"__proto__":{"ClientSecret":"x"}}') as object) }
    expect(readOptions(options, CLASS).clientId).toBe('client')
  })

  it.each([
    ['cognito-idp.eu-central-1.amazonaws.com'],
    ['cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC'],
    ['issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC'],
    ['https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC/.well-known/openid-configuration'],
    ['https://Cognito-IDP.eu-central-1.amazonaws.com/'],
    ['http://cognito-idp.eu-central-1.amazonaws.com'],
    ['cognito-idp-fips.us-gov-west-1.amazonaws.com'],
    ['cognito-idp.cn-north-1.amazonaws.com.cn'],
    ['cognito-idp.eu-central-1.api.aws'],
  ])('knows that %s issues the tokens and is no domain', (AppWebDomain) => {
    expect(refusal({ AppWebDomain }).message).toMatch(
      /^AppWebDomain cannot be '[^']+': write the user pool's domain, such as '/,
    )
  })

  it('takes a domain of somebody whose name only begins like that of the issuer', () => {
    expect(read({ AppWebDomain: 'cognito-idp.example.com' }).host).toBe('cognito-idp.example.com')
  })

  it.each([
    ['x.auth.eu-west-1.amazoncognito.com', 'eu-central-1_A', 'eu-west-1'],
    ['x.auth-fips.us-gov-west-1.amazoncognito.com', 'us-gov-east-1_A', 'us-gov-west-1'],
    ['https://x.auth.eu-west-1.amazoncognito.com/', 'eu-west-2_A', 'eu-west-1'],
  ])('warns that the domain %s is of another region than the pool %s', (AppWebDomain, UserPoolId, region) => {
    const { warning } = read({ AppWebDomain, UserPoolId })
    expect(warning?.code).toBe('invalid_configuration')
    expect(warning?.message).toContain(
      `AppWebDomain is a domain of ${region}, and UserPoolId '${UserPoolId}'`,
    )
  })

  it.each([
    ['x.auth.eu-west-1.amazoncognito.com', 'eu-west-1_A'],
    ['x.auth.eu-west-1.amazoncognito.com', undefined],
    ['login.example', 'eu-west-1_A'],
    ['x.auth.eu-west-1.amazoncognito.com.example', 'eu-central-1_A'],
  ])('has nothing to say about the domain %s of the pool %s', (AppWebDomain, UserPoolId) => {
    expect(read({ AppWebDomain, UserPoolId }).warning).toBeUndefined()
  })
})

describe('readOptions at createCognitoAuth()', () => {
  const readHere = (changes: object) => readOptions({ ...good, ...changes }, APPLICATION)
  const verify = () => Promise.resolve()

  it('knows the code flow alone', () => {
    for (const ResponseType of [undefined, null, false, '', 'code'])
      expect(readHere({ ResponseType }).responseType).toBe('code')
  })

  it('keeps what verifies signatures, if the user pool is known', () => {
    const UserPoolId = 'eu-central-1_AbC'
    const config = readHere({ UserPoolId, VerifySignature: verify })
    expect(config.verify).toBe(verify)
    for (const VerifySignature of [undefined, null, false, '', 0])
      expect(readHere({ VerifySignature }).verify).toBeUndefined()
    expect(() => readHere({ VerifySignature: verify })).toThrow('VerifySignature needs UserPoolId: write ')
  })

  it('leaves a storage as it is, and refuses one with promises with what to write', () => {
    const later = {
      getItem: () => Promise.resolve(null),
      setItem: () => verify(),
      removeItem: () => verify(),
    }
    const atOnce = { ...later, getItem: () => null }
    expect(readHere({ Storage: atOnce, StateStorage: atOnce })).toMatchObject({
      storage: atOnce,
      stateStorage: atOnce,
    })
    for (const name of ['Storage', 'StateStorage'])
      expect(() => readHere({ [name]: later })).toThrow('write Storage: asyncStorage(store)')
    expect(read({ Storage: later }).storage).not.toBe(later)
  })

  it.each([
    ['ResponseType', 'token', "'token': write 'code', or use CognitoAuth for the implicit flow."],
    ['ResponseType', 'Code', "'Code': write 'code', or use CognitoAuth for the implicit flow."],
    ['AutoRefresh', true, 'true: write startAutoRefresh(auth) behind this call.'],
    ['VerifySignature', 'always', "'always': write verifySignatures, which 'cognito-auth' exports."],
    ['VerifySignature', true, "true: write verifySignatures, which 'cognito-auth' exports."],
    ['ClientId', 5, "5: write the app client's id, such as '1example23456789'."],
    ['ClockTolerance', 0, '0: write a number of seconds between 60 and 86400.'],
  ])('refuses %s as %j', (name, value, says) => {
    expect(() => readHere({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'invalid_configuration', message: `${name} cannot be ${says}` }),
    )
  })

  it('goes by its own name', () => {
    expect(() => readOptions('x' as never, APPLICATION)).toThrow(
      /^createCognitoAuth\(\) takes an object: \{ Cl/,
    )
    expect(() => readOptions('x' as never, CLASS)).toThrow(
      /^new CognitoAuth\(\) takes an object: \{ ClientId, /,
    )
  })
})

/** Of each option: values that mean nothing, or that are of another type. */
const WRONG: Record<keyof CognitoAuthOptions, readonly unknown[]> = {
  ClientId: [5, true, {}, ['client'], 'a.client'],
  AppWebDomain: [5, true, {}, ['login.example'], 'login.example/login'],
  RedirectUriSignIn: [5, true, ['https://app.example/'], new URL('https://app.example/'), '/callback'],
  RedirectUriSignOut: [5, true, ['https://app.example/'], new URL('https://app.example/'), '/bye'],
  TokenScopesArray: ['openid email', 5, true, {}, [5]],
  IdentityProvider: [5, true, {}, [5], () => 'Google'],
  UserPoolId: [5, true, {}, ['eu-central-1_AbC'], 'eu-central-1'],
  Issuer: [5, true, {}, ['https://a.example'], 'https://a.example/p/.well-known/openid-configuration'],
  AdvancedSecurityDataCollectionFlag: ['true', 'false', 2, {}, []],
  Storage: ['localStorage', 5, true, {}, MemoryStorage],
  StateStorage: ['sessionStorage', 5, true, {}, []],
  LaunchUri: ['_blank', 5, true, {}, []],
  ResponseType: ['Code', 'CODE', 'id_token', ['code'], 'code token', 'none', true, {}],
  AllowUnsolicitedResponse: ['true', 'false', 1, {}, []],
  VerifySignature: ['Always', 'never', true, 1, ['always']],
  ClockTolerance: ['90', Number.NaN, 0, -1, Infinity, false, '', {}],
  AutoRefresh: ['true', 'false', 1, {}, []],
  ApiOrigins: ['https://api.example.com', 5, true, {}, ['api.example.com']],
  CleanUrl: ['true', 'false', 0, 1, '', {}],
}
const NAMES = Object.keys(WRONG)

describe('an option that cannot be meant', () => {
  const rows = Object.entries(WRONG).flatMap(([name, values]) => values.map((value) => ({ name, value })))

  it.each(rows)('is refused by name, with what to write: $name as $value', ({ name, value }) => {
    const { code, message } = refusal({ [name]: value })
    expect(code).toBe('invalid_configuration')
    expect(message).toMatch(new RegExp(`^${name} .*\\b(write|pass) .*\\.$`))
    expect(message).not.toMatch(/undefined|\[object|NaN NaN/)
  })

  it.each(['Code', 'CODE', 'id_token', ['code'], 'implicit'])(
    'is told to be the code: %j',
    (ResponseType) => {
      expect(refusal({ ResponseType }).message).toMatch(
        /^ResponseType cannot be .+: write 'code', or 'token' /,
      )
    },
  )

  it('may be null or undefined, wherever it may be left out', () => {
    const optional = NAMES.filter((name) => !(name in good) || name === 'TokenScopesArray')
    expect(optional).toHaveLength(NAMES.length - 4)
    const usual = read({})
    for (const name of optional) {
      for (const nothing of [null, undefined]) {
        const { storage, ...config } = read({ [name]: nothing })
        expect(storage).toBeDefined()
        if (name !== 'TokenScopesArray') expect(config).toEqual({ ...config, ...usual, storage: undefined })
      }
    }
  })

  it('says nothing of a value that is false where programs write `condition && value`', () => {
    const fields = [
      'ResponseType',
      'AllowUnsolicitedResponse',
      'VerifySignature',
      'AutoRefresh',
      'ApiOrigins',
    ]
    for (const field of [...fields, 'AdvancedSecurityDataCollectionFlag'])
      for (const nothing of [false, 0, '']) expect(read({ [field]: nothing }).clientId).toBe('client')
  })
})

describe('the name of an option in other letters', () => {
  const spellings = NAMES.flatMap((name) => [
    [name.toLowerCase(), name],
    [name.toUpperCase(), name],
    [(name[0] ?? '').toLowerCase() + name.slice(1), name],
  ])

  it.each(spellings)('%s is refused, and told to be %s', (wrong, name) => {
    for (const value of ['code', true, false, 0, ''])
      expect(refusal({ [wrong]: value })).toMatchObject({
        code: 'invalid_configuration',
        message: `${wrong} is no option: write ${name}.`,
      })
  })

  it.each(spellings)('%s with nothing is nothing', (wrong) => {
    for (const nothing of [undefined, null]) expect(read({ [wrong]: nothing }).clientId).toBe('client')
  })
})

describe('A96: an option that an object only inherits', () => {
  const values: Partial<Record<string, unknown>> = {
    IdentityProvider: 'Evil',
    UserPoolId: 'eu-central-1_Evil',
    Issuer: 'https://evil.example/pool',
    AdvancedSecurityDataCollectionFlag: false,
    Storage: new MemoryStorage(),
    StateStorage: new MemoryStorage(),
    LaunchUri: () => undefined,
    ResponseType: 'code',
    AllowUnsolicitedResponse: true,
    VerifySignature: 'always',
    ClockTolerance: 86_400,
    AutoRefresh: true,
    ApiOrigins: ['https://evil.example'],
    CleanUrl: false,
    TokenScopesArray: ['evil'],
  }
  const storage = new MemoryStorage()
  const without = (name: string) =>
    Object.fromEntries(
      Object.entries(good).filter(([other]) => other !== name),
    ) as unknown as CognitoAuthOptions

  afterEach(() => {
    for (const name of NAMES) Reflect.deleteProperty(Object.prototype, name)
  })

  it.each(Object.keys(values))('A96: changes nothing on Object.prototype: %s', (name) => {
    const given = { ...without('TokenScopesArray'), ...(name !== 'Storage' && { Storage: storage }) }
    const { storage: kept, ...before } = readOptions(given, CLASS)
    Object.defineProperty(Object.prototype, name, { value: values[name], configurable: true })
    expect(Reflect.get({}, name)).toBe(values[name])
    const { storage: chosen, ...after } = readOptions(given, CLASS)
    expect(after).toEqual(before)
    expect(chosen === values[name]).toBe(false)
    expect(kept === storage).toBe(chosen === storage)
  })

  it('A96: stands in for none that is needed', () => {
    for (const name of ['ClientId', 'AppWebDomain', 'RedirectUriSignIn', 'RedirectUriSignOut'] as const) {
      Object.defineProperty(Object.prototype, name, { value: good[name], configurable: true })
      expect(() => readOptions({ ...good, [name]: undefined }, CLASS)).toThrow(`${name} is missing: write `)
      expect(() => readOptions(without(name), CLASS)).toThrow(`${name} is missing: write `)
      Reflect.deleteProperty(Object.prototype, name)
    }
  })

  it.each(NAMES)('A96: is missed, and told so, on any other prototype: %s', (name) => {
    const options = Object.assign(Object.create({ [name]: values[name] ?? 'x' }) as object, without(name))
    expect(() => readOptions(options, CLASS)).toThrow(
      `${name} is inherited, and not read: write it into the object itself.`,
    )
  })

  it('A96: does not keep an object of a class from being one of options', () => {
    class Options implements CognitoAuthOptions {
      ClientId = 'client'
      AppWebDomain = 'login.example'
      RedirectUriSignIn = 'https://app.example/'
      RedirectUriSignOut = 'https://app.example/'
    }
    expect(readOptions(new Options(), CLASS).host).toBe('login.example')
  })
})
