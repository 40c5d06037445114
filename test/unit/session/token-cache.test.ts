import { describe, expect, it } from 'vitest'
import { CognitoAccessToken } from '../../../src/session/CognitoAccessToken.js'
import { CognitoAuthSession } from '../../../src/session/CognitoAuthSession.js'
import { CognitoIdToken } from '../../../src/session/CognitoIdToken.js'
import { CognitoRefreshToken } from '../../../src/session/CognitoRefreshToken.js'
import { CognitoTokenScopes } from '../../../src/session/CognitoTokenScopes.js'
import {
  clearSession,
  readLastAuthUser,
  readSession,
  writeSession,
} from '../../../src/session/token-cache.js'
import { MemoryStorage } from '../../../src/storage/MemoryStorage.js'

const sessionOf = (name: string) =>
  new CognitoAuthSession({
    IdToken: new CognitoIdToken(`id of ${name}`),
    AccessToken: new CognitoAccessToken(`access of ${name}`),
    RefreshToken: new CognitoRefreshToken(`refresh of ${name}`),
    TokenScopes: new CognitoTokenScopes(['openid', 'email']),
    ClockDrift: -12,
  })

const usernames = [
  'a',
  'a.idToken',
  'a.b',
  'a/b',
  'a:b',
  'a%2Eb',
  'LastAuthUser',
  '__proto__',
  'constructor',
  '😀'.repeat(32),
  'Google_1',
  'saml_x@y.z',
  'a;b=c, d',
]

describe('the token cache', () => {
  it('reads back what it wrote', () => {
    const storage = new MemoryStorage()
    writeSession(storage, 'client', 'jane', sessionOf('jane'))
    expect(readLastAuthUser(storage, 'client')).toBe('jane')
    expect(readSession(storage, 'client', 'jane')).toEqual(sessionOf('jane'))
  })

  it('keeps every user apart from every other, whatever their names', () => {
    for (const one of usernames) {
      for (const other of usernames) {
        if (one === other) continue
        const storage = new MemoryStorage()
        writeSession(storage, 'client', one, sessionOf(one))
        writeSession(storage, 'client', other, sessionOf(other))
        expect(readSession(storage, 'client', one)).toEqual(sessionOf(one))
        clearSession(storage, 'client', one)
        expect(readSession(storage, 'client', one)).toEqual(new CognitoAuthSession())
        expect(readSession(storage, 'client', other)).toEqual(sessionOf(other))
      }
    }
  })

  it('keeps two app clients apart', () => {
    const storage = new MemoryStorage()
    writeSession(storage, 'one', 'jane', sessionOf('jane'))
    expect(readLastAuthUser(storage, 'other')).toBeUndefined()
    expect(readSession(storage, 'other', 'jane')).toEqual(new CognitoAuthSession())
  })
})
