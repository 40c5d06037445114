import type * as theirs from 'amazon-cognito-auth-js'
import { describe, expectTypeOf, it } from 'vitest'
import type * as ours from '../../src/index.js'

/* Programs that were written with @types/amazon-cognito-auth-js: what they have is checked by `npm run typecheck`. */

describe('a program with the types of amazon-cognito-auth-js', () => {
  it('may take each of our objects for one of theirs', () => {
    // But for the handler, which a program gives and does not take: it is given more than theirs promises.
    expectTypeOf<Omit<ours.CognitoAuth, 'userhandler'>>().toExtend<Omit<theirs.CognitoAuth, 'userhandler'>>()
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
