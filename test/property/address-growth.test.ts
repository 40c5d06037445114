import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { CognitoAuth, CognitoAuthError, handlePopup } from '../../src/index.js'
import { DOORS, openDoor } from '../helpers/doors.ts'
import { claimIn, readCallback, withoutResponse } from '../../src/oauth/callback.js'
import { sameOriginUrl } from '../../src/oauth/return-to.js'
import { cases } from '../helpers/arbitraries.ts'
import { openPage } from '../helpers/open-page.ts'
import { appOptions } from '../helpers/paper-pool.ts'
import { RecordingStorage } from '../helpers/storage.ts'
import { takeApart } from '../legacy/steps-of-old.ts'

/*
 * How much work an address makes by its length. Work is what is handed to the platform: the characters of every text
 * that is split, matched, replaced or parsed. Time would depend on the machine.
 */

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const METHODS = ['split', 'replace', 'replaceAll', 'slice', 'toLowerCase', 'startsWith', 'endsWith'] as const

/** How many characters the platform was handed while this ran. */
function workOf(run: () => unknown): number {
  let work = 0
  // What the platform does with a text inside is its own: a parser may slice it, and `split` execute an expression.
  let isInside = false
  const count = (text: string, run: () => unknown) => {
    if (isInside) return run()
    work += text.length + 1
    isInside = true
    try {
      return run()
    } finally {
      isInside = false
    }
  }
  const { URLSearchParams, URL } = globalThis
  const exec = Reflect.get(RegExp.prototype, 'exec') as (text: string) => unknown
  const undo = [
    ...METHODS.map((name) => {
      const method = Reflect.get(String.prototype, name) as (...passed: unknown[]) => unknown
      return replaced(String.prototype, name, function (this: string, ...passed: unknown[]) {
        return count(this, () => method.apply(this, passed))
      })
    }),
    replaced(RegExp.prototype, 'exec', function (this: RegExp, text: string) {
      return count(text, () => exec.call(this, text))
    }),
    ...Object.entries({ URLSearchParams, URL }).map(([name, parser]) =>
      replaced(
        globalThis,
        name,
        new Proxy(parser, {
          construct: (target, passed: unknown[]) =>
            count(String(passed[0]), () => Reflect.construct(target, passed)) as object,
        }),
      ),
    ),
  ]
  try {
    run()
  } finally {
    for (const mend of undo) mend()
  }
  return work
}

function replaced(target: object, name: string, value: unknown): () => void {
  const before: unknown = Reflect.get(target, name)
  Reflect.set(target, name, value)
  return () => void Reflect.set(target, name, before)
}

const auth = new CognitoAuth({ ...appOptions, Storage: new RecordingStorage() })
const atTheOtherDoor = openDoor('createCognitoAuth', { ...appOptions, Storage: new RecordingStorage() })

/** Every function that reads an address. What it throws is of this library. */
const READERS: Readonly<Record<string, (url: string) => unknown>> = {
  readCallback: (url) => readCallback(url),
  'readCallback, with nothing awaited': (url) => readCallback(url, () => false),
  withoutResponse,
  claimIn,
  returnTo: (url) => sameOriginUrl(url, 'https://app.example/'),
  'what programs of amazon-cognito-auth-js take it apart with': (url) => {
    takeApart(auth, url)
  },
  parseCognitoWebResponse: (url) => auth.parseCognitoWebResponse(url),
  // It reads the address in the turn of the call.
  'handleCallback of createCognitoAuth()': (url) => {
    atTheOtherDoor.handleCallback(url).catch((error: unknown) => {
      expect(error).toBeInstanceOf(CognitoAuthError)
    })
  },
}
auth.userhandler = { onSuccess: () => undefined, onFailure: () => undefined }

/** What a forged address may repeat. */
const repeated = fc
  .array(
    fc.constantFrom(
      ...['/', '!', '?', '#', '&', '=', '[', ']', '%', '%0A', '\n', ';', '_=_'],
      ...[
        'code=1',
        'error=1',
        'access_token=1',
        'state=S',
        'state=',
        'CODE[0]=1',
        '%63ode=1',
        'x=1',
        'route?',
      ],
      ...['/code=1&', '&/code=1', '!/id_token=1&', '/?code=1&state=S&', '&&', `state=${'A'.repeat(43)}&`],
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((pieces) => pieces.join(''))
const mark = fc.constantFrom('', '?', '#', '#/', '#!/', '/p?x=1#', '?code=1#', '#/route?', '#?')

describe.each(Object.entries(READERS))('%s', (_, read) => {
  it('A91: does eight times the work for eight times the address, and no more', () => {
    fc.assert(
      fc.property(mark, repeated, (start, unit) => {
        const address = (length: number) => 'https://app.example/' + start + unit.repeat(length / unit.length)
        const [short, long] = [512, 4096].map((length) =>
          workOf(() => {
            try {
              read(address(length))
            } catch (error) {
              expect(error).toBeInstanceOf(CognitoAuthError)
            }
          }),
        )
        expect(long).toBeLessThan(10 * (short ?? 0) + 100)
      }),
      cases(1_000),
    )
  })

  it.each(['/code=1&', '[', '%5B%0A', '&', 'state=x&', '?', '!/error=1&/', 'code=1#'])(
    'A91: comes to an end with two million characters of %j',
    (unit) => {
      const url = `https://app.example/#${unit.repeat(2_000_000 / unit.length)}`
      const work = workOf(() => {
        try {
          read(url)
        } catch (error) {
          expect(error).toBeInstanceOf(CognitoAuthError)
        }
      })
      expect(work).toBeLessThan(20 * url.length)
    },
  )
})

describe('an address that repeats what a response may have', () => {
  const forged = (length: number) => `https://app.example/#${'/code=1&'.repeat(length / 8)}`

  describe.each(DOORS)('at the door %s,', (door) => {
    it.each([8, 64, 1000])('A91: is read and cleaned by init() at %i kB', async (size) => {
      const { location } = openPage(forged(size * 1024))
      const auth = openDoor(door, { ...appOptions, Storage: new RecordingStorage() })
      // Where no sign-in waits it is the page's own, and stays.
      expect(await auth.init()).toBeNull()
      expect(location.href).toBe(forged(size * 1024))
      await auth.getFQDNSignIn()
      await expect(auth.init()).rejects.toBeInstanceOf(CognitoAuthError)
      expect(location.href).toBe('https://app.example/')
    })

    it('A91: has the storage asked for none of its states more than three times', async () => {
      const states = Array.from({ length: 1000 }, (_, i) => `state=${String(i).padStart(43, 's')}`)
      openPage(`https://app.example/?code=C&${states.join('&')}`)
      const storage = new RecordingStorage()
      const getItem = vi.spyOn(storage, 'getItem')
      const auth = openDoor(door, { ...appOptions, Storage: storage })
      await expect(auth.init()).rejects.toMatchObject({ code: 'duplicate_parameter' })
      const asked = getItem.mock.calls.filter(([key]) => /\.s+\d+$/.test(key))
      expect(asked.length).toBeLessThanOrEqual(3000)
    })
  })

  it('A91: is none that a popup waits for', async () => {
    openPage(forged(65_536))
    await expect(handlePopup()).rejects.toMatchObject({ name: 'CognitoAuthError', code: 'no_transaction' })
  })

  it('A91: is read at the length that a browser opens', () => {
    const url = (length: number) => 'https://app.example/?code=C&state=S#'.padEnd(length, 'x')
    expect(readCallback(url(2_097_152))).toMatchObject({ code: 'C' })
    expect(withoutResponse(url(2_097_152))).not.toContain('code')
  })
})
