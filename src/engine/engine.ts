import { refuse } from '../check.js'
import type { AuthorizationResponse } from '../oauth/callback.js'
import type { Config, SignatureVerifier } from '../options.js'
import type { Foreknown, Outcome } from './session.js'
import { type Store, storeOf } from './store.js'
import { type Transactions, transactionsOf } from './transactions.js'
import type { Hearer } from './under-way.js'

/** What the doors are made of, and every step is given. */
export interface Engine {
  readonly config: Config
  /** Who is signed in. */
  readonly store: Store
  /** The sign-ins that wait for their response. */
  readonly transactions: Transactions
  /** What this door has heard. */
  readonly hearer: Hearer
  /** The SHA-256 of a text. */
  readonly digest: (text: string) => Promise<Uint8Array>
  /** The same in this turn, where a door has it. */
  readonly digestNow?: ((text: string) => Uint8Array) | undefined
  /** What the page's advanced security script collected about this user, where that is wanted. */
  readonly securityData: (username: string) => string | undefined
  /** Verifies the signatures of what the token endpoint gives, where that is asked for. */
  readonly verify?: SignatureVerifier | undefined
  /** What becomes of tokens in a redirect; the code flow has none. */
  readonly tokens?:
    ((response: AuthorizationResponse & { type: 'token' }, foreknown: Foreknown) => Outcome) | undefined
}

/** @param platform what the doors do each in their way */
export function createEngine(
  config: Config,
  platform: Omit<Engine, 'config' | 'store' | 'transactions' | 'hearer'>,
): Engine {
  const store = storeOf(config)
  return { config, store, transactions: transactionsOf(config), hearer: store.hearer(), ...platform }
}

/** Where a door has its engine. A frozen one is left as it is by what makes objects reactive. */
const ENGINE = Symbol('engine')

/** @returns the door */
export function withEngine<Door extends object>(door: Door, engine: Engine): Door {
  return Object.defineProperty(door, ENGINE, { value: Object.freeze(engine) })
}

/** @throws CognitoAuthError `invalid_configuration` for what is no door, and where a method was taken off its door */
export function engineOf(door: object): Engine {
  const engine = (door as { [ENGINE]?: Engine } | undefined)?.[ENGINE]
  return (
    engine ??
    refuse('This needs the object it belongs to: write auth.method(), or auth as the first argument.')
  )
}
