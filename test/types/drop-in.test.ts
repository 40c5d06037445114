import type * as theirs from 'amazon-cognito-auth-js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type * as ours from '../../src/index.js'
import { CognitoAuth } from '../../src/index.js'
import { complaintsOf } from '../helpers/compile.ts'

/* Programs that were written with @types/amazon-cognito-auth-js: what they have is checked by `npm run typecheck`. */

const declarations = readFileSync(
  join(import.meta.dirname, '../../node_modules/@types/amazon-cognito-auth-js/index.d.ts'),
  'utf8',
)

const OPTIONS = {
  ...{ ClientId: 'app1', AppWebDomain: 'd.example' },
  ...{ RedirectUriSignIn: 'myapp://in', RedirectUriSignOut: 'myapp://out' },
}

describe('a program with the types of amazon-cognito-auth-js', () => {
  it('may take each of our objects for one of theirs', () => {
    expectTypeOf<ours.CognitoAuth>().toExtend<theirs.CognitoAuth>()
    expectTypeOf<ours.CognitoAuth<{ 'custom:plan': string }>>().toExtend<theirs.CognitoAuth>()
    expectTypeOf<ours.CognitoAuthSession>().toExtend<theirs.CognitoAuthSession>()
    expectTypeOf<ours.CognitoIdToken>().toExtend<theirs.CognitoIdToken>()
    expectTypeOf<ours.CognitoAccessToken>().toExtend<theirs.CognitoAccessToken>()
    expectTypeOf<ours.CognitoRefreshToken>().toExtend<theirs.CognitoRefreshToken>()
    expectTypeOf<ours.CognitoTokenScopes>().toExtend<theirs.CognitoTokenScopes>()
    expectTypeOf<ours.CookieStorage>().toExtend<theirs.CookieStorage>()
    expectTypeOf<ours.StorageHelper>().toExtend<theirs.StorageHelper>()
    expectTypeOf<ours.DateHelper>().toExtend<theirs.DateHelper>()
  })

  it('may give us its options, its handler, its storage and the options of that', () => {
    expectTypeOf<theirs.CognitoAuthOptions>().toExtend<ours.CognitoAuthOptions>()
    expectTypeOf<theirs.CognitoAuthUserHandler>().toExtend<ours.CognitoAuthUserHandler>()
    expectTypeOf<theirs.CognitoAuthStorage>().toExtend<ours.CognitoAuthStorage>()
    expectTypeOf<theirs.CookieStorageOptions>().toExtend<ours.CookieStorageOptions>()
  })

  it('finds what it calls by name, and may take ours for theirs', () => {
    expectTypeOf<Exclude<keyof typeof theirs, keyof typeof ours>>().toEqualTypeOf<never>()
    expectTypeOf<ours.CognitoConstants>().toExtend<theirs.CognitoConstants>()
    expectTypeOf<ours.CognitoAuthStorage>().toExtend<theirs.CognitoAuthStorage>()
  })

  it('knows what its handler hears, whether it gives one or changes half of one', () => {
    const auth = new CognitoAuth(OPTIONS)
    auth.userhandler = {
      onSuccess(session) {
        expectTypeOf(session).toEqualTypeOf<ours.CognitoAuthSession>()
      },
      onFailure(message, error) {
        expectTypeOf(message).toEqualTypeOf<string>()
        expectTypeOf(error).toEqualTypeOf<ours.CognitoAuthError>()
      },
    }
    auth.userhandler.onSuccess = (session) => {
      expectTypeOf(session.getIdToken().getJwtToken()).toEqualTypeOf<string>()
    }
    auth.userhandler.onSuccess = (session: ours.CognitoAuthSession) => session.isValid()
    auth.userhandler.onFailure = (_message, error) => {
      expectTypeOf(error).toEqualTypeOf<ours.CognitoAuthError>()
    }
  })

  it('compiles with the types that are built, and finds all of their names', () => {
    const names = [...declarations.matchAll(/^export (?:class|interface) (\w+)/gm)]
      .map(([, name = '']) => name)
      // A stub for Internet Explorer.
      .filter((name) => name !== 'XDomainRequest')
    expect(names.length).toBeGreaterThan(13)
    const program = `
      import type * as Old from 'amazon-cognito-auth-js'
      import { type ${names.join(', type ')} } from 'cognito-auth'
      import * as library from 'cognito-auth'
      const auth: Old.CognitoAuth = new library.CognitoAuth(${JSON.stringify(OPTIONS)})
      auth.userhandler = { onSuccess: (session) => session.getIdToken(), onFailure: (error) => error.code }
      auth.userhandler.onFailure('message')
      const constants: Old.CognitoConstants = auth.getCognitoConstants()
      export const types: [${names.join(', ')}] | undefined = undefined`
    expect(complaintsOf({ 'program.ts': program })).toEqual({ 'program.ts': [] })
  })
})

describe('the claims of a user', () => {
  it('are typed, and so are those that the application names', () => {
    type Typed = NonNullable<ReturnType<ours.CognitoAuth<{ 'custom:plan': 'free' | 'paid' }>['getUser']>>
    expectTypeOf<Typed['custom:plan']>().toEqualTypeOf<'free' | 'paid'>()
    expectTypeOf<ours.User['custom:plan']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<ours.User['cognito:groups']>().toEqualTypeOf<readonly string[] | undefined>()
  })
})

describe('the options of a sign-in', () => {
  it('do not compile where they contradict each other, or name what there is not', () => {
    expectTypeOf<{ identityProvider: 'Google' }>().toExtend<ours.SignInOptions>()
    expectTypeOf<{ idpIdentifier: 'example.com' }>().toExtend<ours.SignInOptions>()
    expectTypeOf<{ identityProvider: 'Google'; idpIdentifier: 'x' }>().not.toExtend<ours.SignInOptions>()
    expectTypeOf<{ prompt: ['login', 'consent'] }>().toExtend<ours.SignInOptions>()
    expectTypeOf<{ prompt: ['none', 'login'] }>().not.toExtend<ours.SignInOptions>()
    expectTypeOf<{ prompt: 'select' }>().not.toExtend<ours.SignInOptions>()
    expectTypeOf<{ lang: 'pt-BR' }>().toExtend<ours.SignInOptions>()
    expectTypeOf<{ lang: 'pt' }>().not.toExtend<ours.SignInOptions>()
    expectTypeOf<{ screen: 'login' }>().not.toExtend<ours.SignInOptions>()
    expectTypeOf<{ scopes: 'openid email' }>().not.toExtend<ours.SignInOptions>()
  })

  it('give back who is signed in only where that is known', () => {
    type Shown = ours.Snapshot<{ 'custom:plan': 'free' | 'paid' }>
    expectTypeOf<Extract<Shown, { status: 'signedIn' }>['user']['custom:plan']>().toEqualTypeOf<
      'free' | 'paid'
    >()
    expectTypeOf<Exclude<Shown, { status: 'signedIn' }>['user']>().toEqualTypeOf<null>()
  })
})
