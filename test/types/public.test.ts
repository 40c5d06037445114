import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type * as library from '../../src/index.js'
import {
  asyncStorage,
  CookieStorage,
  createCognitoAuth,
  fetchWithToken,
  handlePopup,
  signInWithPopup,
  startAutoRefresh,
} from '../../src/index.js'

/* What applications see of the library: no more than they can use, and nothing that is not so. */

interface Custom {
  readonly 'custom:plan'?: 'free' | 'paid'
}
type Auth = library.CognitoAuthClient<Custom>
type Session = library.Session<Custom>
type User = library.User<Custom>
type Heard<Name extends keyof library.ApplicationEvents> = library.ApplicationEvents<Custom>[Name]

const OPTIONS = {
  ...{ ClientId: 'app1', AppWebDomain: 'd.example' },
  ...{ RedirectUriSignIn: 'myapp://in', RedirectUriSignOut: 'myapp://out' },
}

describe('the declarations as they are built', () => {
  const path = join(import.meta.dirname, '../../dist/index.d.ts')
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  /** What is declared in a file and all that is in it. */
  function* nodesIn(node: ts.Node): Generator<ts.Node> {
    yield node
    for (const child of node.getChildren()) yield* nodesIn(child)
  }
  const nodes = [...nodesIn(source)]
  const textOf = (node: ts.Node) => node.getText().split('\n', 1).join()

  it('show no member that programs may not touch', () => {
    const members = nodes.filter((node) => ts.isClassElement(node) || ts.isTypeElement(node))
    expect(members.length).toBeGreaterThan(100)
    const hidden = members.filter(
      (member) =>
        /^[_#]/.test(member.name?.getText() ?? '') ||
        (ts.getCombinedModifierFlags(member) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0,
    )
    expect(hidden.map(textOf)).toEqual([])
  })

  it('switch the compiler off nowhere', () => {
    expect(
      nodes.filter(({ kind }) => kind === ts.SyntaxKind.AnyKeyword).map(({ parent }) => textOf(parent)),
    ).toEqual([])
  })

  it('have a sentence about each member of the object that createCognitoAuth() gives', () => {
    const client = source.statements.find(
      (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === 'CognitoAuthClient',
    ) as ts.InterfaceDeclaration
    const silent = client.members.filter((member) => ts.getJSDocCommentsAndTags(member).length === 0)
    expect(silent.map(textOf)).toEqual([])
  })
})

describe('the object that createCognitoAuth() gives', () => {
  it('has these members and no other', () => {
    const names = [
      ...['addPasskey', 'createSignInUrl', 'getSnapshot', 'getTokens', 'getUser', 'handleCallback'],
      ...['init', 'on', 'signIn', 'signOut', 'subscribe'],
    ] as const
    expectTypeOf<keyof Auth>().toEqualTypeOf<(typeof names)[number]>()
    expect(Object.keys(createCognitoAuth(OPTIONS)).sort()).toEqual([...names])
  })

  it('may have them taken off and passed on', () => {
    const { getSnapshot, getUser, subscribe } = createCognitoAuth<Custom>(OPTIONS)
    const seen: string[] = []
    subscribe(({ status }) => seen.push(status))()
    expect([getSnapshot().status, ...seen, getUser()]).toEqual(['loading', 'loading', null])
  })

  it('takes the options of the class but for those that are functions here', () => {
    type Other = Exclude<keyof library.CognitoAuthOptions, keyof library.ApplicationOptions>
    expectTypeOf<Other>().toEqualTypeOf<'ResponseType' | 'AutoRefresh' | 'CleanUrl'>()
    expectTypeOf<
      Exclude<keyof library.ApplicationOptions, keyof library.CognitoAuthOptions>
    >().toEqualTypeOf<never>()
    expectTypeOf<library.ApplicationOptions['Storage']>().toEqualTypeOf<
      library.TokenStorage | null | undefined
    >()
    expectTypeOf(asyncStorage).returns.toEqualTypeOf<library.TokenStorage>()
    expectTypeOf<CookieStorage>().toExtend<library.ApplicationOptions['Storage']>()
    expectTypeOf<Storage>().toExtend<library.ApplicationOptions['Storage']>()
  })

  it('says where nobody may be signed in', () => {
    expectTypeOf<Auth['init']>().returns.resolves.toEqualTypeOf<Session | null>()
    expectTypeOf<Auth['handleCallback']>().returns.resolves.toEqualTypeOf<Session | null>()
    expectTypeOf<Auth['getUser']>().returns.toEqualTypeOf<User | null>()
    expectTypeOf<Auth['getSnapshot']>().returns.toEqualTypeOf<library.Snapshot<Custom>>()
    expectTypeOf<Extract<library.Snapshot<Custom>, { status: 'signedIn' }>['user']>().toEqualTypeOf<User>()
    expectTypeOf<Exclude<library.Snapshot, { status: 'signedIn' }>['user']>().toEqualTypeOf<null>()
  })

  it('says what comes of a call', () => {
    expectTypeOf<Auth['signIn']>().returns.resolves.toBeVoid()
    expectTypeOf<Auth['addPasskey']>().returns.resolves.toBeVoid()
    expectTypeOf<Auth['signOut']>().returns.resolves.toBeVoid()
    expectTypeOf<Auth['createSignInUrl']>().returns.resolves.toEqualTypeOf<string>()
    expectTypeOf<Auth['getTokens']>().returns.resolves.toEqualTypeOf<library.Tokens>()
    expectTypeOf<Auth['subscribe']>().returns.toEqualTypeOf<() => void>()
    expectTypeOf<Auth['on']>().returns.toEqualTypeOf<() => void>()
  })

  it('tells listeners the session where there is one', () => {
    expectTypeOf<keyof library.ApplicationEvents>().toEqualTypeOf<
      'signedIn' | 'refreshed' | 'signedOut' | 'warning'
    >()
    expectTypeOf<Heard<'signedIn'>['session']>().toEqualTypeOf<Session>()
    expectTypeOf<Heard<'refreshed'>['session']>().toEqualTypeOf<Session>()
    expectTypeOf<Heard<'signedOut'>['reason']>().toEqualTypeOf<'user' | 'expired' | 'otherTab'>()
    expectTypeOf<Heard<'warning'>['error']>().toEqualTypeOf<library.CognitoAuthError>()
  })

  it('is what the functions beside it take, with whatever claims', () => {
    expectTypeOf<Auth>().toExtend<Parameters<typeof fetchWithToken>[0]>()
    expectTypeOf<Auth>().toExtend<Parameters<typeof startAutoRefresh>[0]>()
    expectTypeOf(fetchWithToken).returns.resolves.toEqualTypeOf<Response>()
    expectTypeOf(startAutoRefresh).returns.toEqualTypeOf<() => void>()
    expectTypeOf(handlePopup).returns.resolves.toBeVoid()
    expectTypeOf(signInWithPopup<Custom>).returns.resolves.toEqualTypeOf<Session>()
  })
})

describe('a session', () => {
  it('says what it may lack', () => {
    expectTypeOf<Session['accessToken']>().toEqualTypeOf<string>()
    expectTypeOf<Session['idToken']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Session['refreshToken']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Session['idClaims']>().toEqualTypeOf<library.Claims | undefined>()
    expectTypeOf<Session['appState']>().toEqualTypeOf<unknown>()
    expectTypeOf<library.Tokens['idToken']>().toEqualTypeOf<string | undefined>()
  })

  it('is a value that nobody changes', () => {
    expectTypeOf<Session>().toEqualTypeOf<Readonly<Session>>()
    expectTypeOf<Session['scopes']>().toEqualTypeOf<readonly string[]>()
  })
})
