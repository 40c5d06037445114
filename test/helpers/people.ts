import { expect } from 'vitest'
import { CognitoAuth, type CognitoAuthSession, type TokenStorage } from '../../src/index.js'
import { nameOf, openDoor } from './doors.ts'
import { appOptions, signInAs } from './paper-pool.js'
import { forAnotherPage } from './storage.js'
import { CLIENT_ID } from './tokens.js'

/** Names that look like parts of keys, URLs and cookies; Cognito allows nearly all of them. */
export const usernames = [
  'a',
  'A',
  'a.idToken',
  'a.b',
  'a.b.idToken',
  'a/b',
  'a:b',
  'a%2Eb',
  'a.0',
  'LastAuthUser',
  'idToken',
  '__proto__',
  'constructor',
  '',
  '😀'.repeat(128),
  'Google_1',
  'saml_x@y.z',
  'a;b',
  'a=b',
  'a,b',
  'a b',
  'a\0b',
  '../a',
]

/** Somebody of that name: their claims, and the name under which their tokens are to be found. */
export interface Somebody extends Record<string, string> {
  readonly username: string
  readonly sub: string
  readonly storedAs: string
}

export const people = usernames.map((username, i): Somebody => {
  const sub = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`
  return { name: username.slice(0, 16), username, sub, storedAs: username || sub }
})

/** A storage that can be looked into past the library: a line for every key and its value. */
export interface OpenStorage {
  readonly storage: TokenStorage
  readonly lines: () => string[]
}

const isLastUser = (line: string) =>
  line.startsWith(`CognitoIdentityServiceProvider.${CLIENT_ID}.LastAuthUser=`)

export const tokensOf = (session: CognitoAuthSession | null) => [
  session?.getAccessToken().getJwtToken(),
  session?.getIdToken().getJwtToken(),
  session?.getRefreshToken().getToken(),
]

/**
 * Signs one user in after the other, and out again: what is stored of either stays to the letter whatever the other
 * does, and each finds only their own tokens. Of each pair in both orders, once the first leaves first and once the
 * last.
 */
export async function expectApart(
  { storage, lines }: OpenStorage,
  one: Somebody,
  other: Somebody,
): Promise<void> {
  const firstToLeave = one.sub < other.sub ? one : other
  const page = () => new CognitoAuth({ ...appOptions, Storage: forAnotherPage(storage) })
  const pageOf = ({ storedAs }: Somebody) => {
    const auth = page()
    auth.setUsername(storedAs)
    return auth
  }
  const signOut = (somebody: Somebody) => pageOf(somebody).signOut({ revoke: false, redirect: false })

  // Where the program does not name its users, a sign-in ends the session of whoever was there before.
  const first = await signInAs(pageOf(one), one)
  const ofOne = lines().filter((line) => !isLastUser(line))
  const second = await signInAs(pageOf(other), other)
  const ofOther = lines().filter((line) => !ofOne.includes(line))
  expect(lines().sort()).toEqual([...ofOne, ...ofOther].sort())
  expect(ofOther.filter(isLastUser)).toHaveLength(1)

  expect(page().getLastUser()).toBe(other.storedAs)
  expect(tokensOf(page().getCachedSession())).toEqual(tokensOf(second))
  expect(tokensOf(pageOf(one).getCachedSession())).toEqual(tokensOf(first))

  await signOut(firstToLeave)
  expect(lines().sort()).toEqual((firstToLeave === one ? ofOther : ofOne).sort())
  expect(tokensOf(pageOf(firstToLeave).getCachedSession())).toEqual(['', '', ''])
  await signOut(firstToLeave === one ? other : one)
  expect(lines()).toEqual([])
}

/** Signs one user in after the other, where no program names its users: nothing of the first is left, and all of the second. */
export async function expectReplaced(
  { storage, lines }: OpenStorage,
  one: Somebody,
  other: Somebody,
): Promise<void> {
  const page = () => openDoor('createCognitoAuth', { ...appOptions, Storage: forAnotherPage(storage) })
  await signInAs(page(), one)
  const first = lines()
  const session = await signInAs(page(), other)
  expect(lines().filter((line) => first.includes(line))).toEqual([])
  const auth = page()
  expect(nameOf(auth)).toBe(other.username)
  expect(tokensOf(await auth.init())).toEqual(tokensOf(session))
  // Which removes what is theirs and no more.
  await auth.signOut({ revoke: false, redirect: false })
  expect(lines()).toEqual([])
}
