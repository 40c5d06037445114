import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CognitoAuthErrorCode } from '../../src/index.js'
import {
  CHANNELS,
  type Channel,
  expectAcceptance,
  expectRefusal,
  type Forgery,
  HostileServer,
  type Signing,
} from './hostile.ts'

/* Tables of forged tokens, and what carries them out in every way that tokens take. */

export type Claims = Record<string, unknown>
export type Ending = CognitoAuthErrorCode | 'accepted'
export type Row = readonly [
  name: string,
  what: string,
  /** One for every flow, or one for each. */
  ending: Ending | Readonly<Record<Channel['flow'], Ending>>,
  forge: Forgery | ((server: HostileServer) => Forgery),
]

/** A value as a title shows it. */
export function shown(value: unknown): string {
  return value === undefined ? 'that is missing' : JSON.stringify(value).slice(0, 20)
}

/** The same departure in the access token, and in the ID token. */
export function either(
  name: string,
  what: string,
  ending: Row[2],
  claims: Claims,
  signing: Signing = {},
): Row[] {
  return [
    [name, `an access token ${what}`, ending, { access: claims, accessSigning: signing }],
    [name, `an ID token ${what}`, ending, { id: claims, idSigning: signing }],
  ]
}

/** The rows that hold in a channel: without a look at the signature, those of the signature do not. */
function rowsIn({ flow, verifies }: Channel, rows: readonly Row[]) {
  return rows
    .map(([name, what, endings, forge]) => {
      const ending = typeof endings === 'string' ? endings : endings[flow]
      const end = ending === 'accepted' ? 'accepted' : `refused with ${ending}`
      return [`${name}: ${what} is ${end}`, { ending, forge }] as const
    })
    .filter(([, { ending }]) => verifies !== 'never' || !/^(bad_signature|unknown_kid)$/.test(ending))
}

/** Nothing that the library hears gets into the console. */
export function watchConsole(): void {
  const watch = () =>
    (['debug', 'log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name))
  let logs: ReturnType<typeof watch>
  beforeEach(() => {
    logs = watch()
  })
  afterEach(() => {
    for (const log of logs) expect(log).not.toHaveBeenCalled()
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
}

/** Brings the tokens of each row to the library in every way that tokens take. */
export function carryOut(rows: readonly Row[]): void {
  watchConsole()
  describe.each(CHANNELS.map((channel) => [channel.name, channel] as const))('by %s', (_, channel) => {
    it.each(rowsIn(channel, rows))('%s', async (_title, { ending, forge }) => {
      const server = new HostileServer()
      const forgery = typeof forge === 'function' ? forge(server) : forge
      if (ending === 'accepted') await expectAcceptance(server, channel, forgery)
      else await expectRefusal(server, channel, forgery, ending)
      // Whatever a token says, its keys come from the pool and nowhere else.
      for (const { url } of server.keyRequests) expect(url).toBe(`${server.issuer}/.well-known/jwks.json`)
    })
  })
}
