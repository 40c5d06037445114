import { storageOf, webStorage } from '../browser.js'
import { isText, refuse } from '../check.js'
import { CognitoAuthError, hasCode, storageFull } from '../errors.js'
import type { AuthorizationResponse } from '../oauth/callback.js'
import type { Config } from '../options.js'
import { dropItem, isPromise, LONGEST, PROMISES, readItem, traitsOf } from '../storage/TokenStorage.js'

/** A sign-in that was begun and waits for its response. */
export interface Transaction {
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly responseType: 'code' | 'token'
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly nonce: string
  readonly codeVerifier: string
  /** Whether it was begun without the challenge of that. */
  readonly isUnchallenged?: boolean
  /** What the application wants back with the session: what JSON keeps. */
  readonly appState?: unknown
  /** Where the person goes once signed in. */
  readonly returnTo?: string | undefined
}

/** What a record need not have. Nothing on `Object.prototype` takes its place. */
const LEFT_OUT = { appState: undefined, returnTo: undefined, isUnchallenged: undefined }

/** How long a person may take to sign in, in milliseconds. */
const LIFETIME = 60 * 60 * 1000
/** How many sign-ins may be under way at once; beginning one more forgets the oldest. */
const MOST = 20

/** What the clients of a page have begun in a storage of a program's own, which nobody else can look through. */
const ofPages = new WeakMap<Window, readonly Transactions[]>()

/** Whether a client of this library, on this page or another one of the origin, waits for a response with this state. */
export function isAwaitedByAny(state: string): boolean {
  if (!isState(state) || typeof window === 'undefined') return false
  const keys = (['localStorage', 'sessionStorage'] as const).flatMap((kind) =>
    Object.keys(storageOf(kind) ?? {}),
  )
  const isKey = (key: string) => key.startsWith('cognito-auth.') && key.endsWith(`.${state}`)
  return keys.some(isKey) || (ofPages.get(window) ?? []).some((each) => each.find(state))
}

/**
 * The sign-ins that were begun in this browser, each under its state, so that two tabs or another page of the site can
 * finish them. Each is taken once: a response that is replayed finds nothing.
 */
export type Transactions = ReturnType<typeof createTransactions>

/** Where they are kept, and whose they are: a response of another client finds nothing here. */
type Place = Pick<Config, 'storage' | 'stateStorage' | 'host' | 'clientId'>

/** In the storage of the tokens, unless that names a better place or the application another. */
export function transactionsOf(config: Place): Transactions {
  const made = createTransactions(config)
  // A server keeps nothing of anybody.
  if (typeof window === 'undefined') return made
  const others = (ofPages.get(window) ?? []).filter(
    ({ storage, prefix }) => storage !== made.storage || prefix !== made.prefix,
  )
  ofPages.set(window, [...others.slice(1 - MOST), made])
  return made
}

function createTransactions({ storage: tokens, stateStorage, host, clientId }: Place) {
  const { forState } = traitsOf(tokens)
  const elsewhere = stateStorage ? undefined : forState && webStorage(forState)
  const storage = stateStorage ?? elsewhere ?? tokens
  // One client may keep tokens there and another one here, and each has to find its own sign-ins only.
  const prefix = `cognito-auth.${host}.${clientId}.${elsewhere ? 'elsewhere.' : ''}`

  /** The states under way, oldest first. Two tabs may overwrite each other's list: it only serves pruning and hints. */
  const states = () => (readItem(storage, `${prefix}states`) ?? '').split(' ').filter(isState)

  const find = (state: string | undefined): Transaction | undefined => {
    if (state === undefined || !isState(state)) return undefined
    try {
      const text = readItem(storage, prefix + state) ?? 'null'
      const record: unknown = { ...LEFT_OUT, ...(JSON.parse(text) as object | null) }
      return isTransaction(record) ? record : undefined
    } catch {
      return undefined
    }
  }

  /** Whether any sign-in waits for its response. */
  const isWaiting = () => states().some(find)

  /** What cannot be read may be there. */
  const isAbsent = (key: string) => {
    try {
      return typeof storage.getItem(key) !== 'string'
    } catch {
      return false
    }
  }

  /**
   * Drops the sign-in of this state, if there is one, also one that is damaged.
   * @returns whether there is none now
   */
  const forget = (state: string): boolean => {
    if (!isState(state) || isAbsent(prefix + state)) return true
    const others = states().filter((other) => other !== state)
    if (!dropItem(storage, prefix + state)) return false
    try {
      if (others.length) storage.setItem(`${prefix}states`, others.join(' '))
      else storage.removeItem(`${prefix}states`)
    } catch {
      // A list that is too long does no harm.
    }
    return true
  }

  return {
    storage,
    prefix,
    find,
    isWaiting,
    forget,

    /**
     * @throws CognitoAuthError `storage_full` where the sign-in could not be finished later; `invalid_configuration` where
     *   its `appState` cannot be kept
     */
    begin(state: string, transaction: Transaction): void {
      const record = textOf(transaction)
      const before = states()
      const isPending = (old: string) => !isExpired(find(old), transaction.createdAt)
      const kept = before.filter(isPending).slice(1 - MOST)
      try {
        for (const old of before) if (!kept.includes(old)) storage.removeItem(prefix + old)
        if (isPromise(storage.setItem(prefix + state, record))) refuse(PROMISES)
        storage.setItem(`${prefix}states`, [...kept, state].join(' '))
      } catch (error) {
        throw error instanceof CognitoAuthError ? error : notTaken(error)
      }
    },

    /** Has at hand what a storage with promises holds; undefined where everything is already. */
    load(): Promise<void> | undefined {
      return traitsOf(storage).load?.(`${prefix}states`, () => states().map((state) => prefix + state))
    },

    /** Whether it can be asked already. */
    isAtHand: () => traitsOf(storage).isLoaded?.(`${prefix}states`) !== false,

    /**
     * What to wait for before the page is left; undefined where everything is stored already.
     * @throws CognitoAuthError `storage_full`
     */
    written(): Promise<unknown> | undefined {
      return traitsOf(storage)
        .written?.()
        ?.catch((error: unknown) => {
          throw notTaken(error)
        })
    },

    /** @throws CognitoAuthError `storage_unavailable` where nothing that is kept would outlive the redirect */
    requireLasting(): void {
      if (traitsOf(storage).forState === 'sessionStorage')
        throw new CognitoAuthError(
          'storage_unavailable',
          'Storage and cookies are blocked: pass a StateStorage that outlives the redirect.',
        )
    },

    /** Drops the sign-ins that nobody has finished but this one, with their verifiers and what they were to bring back. */
    forgetOthers(kept?: string): void {
      for (const state of states()) if (state !== kept) forget(state)
    },

    /**
     * The sign-in that this response answers, for the last time.
     * @param now milliseconds since 1970
     * @throws CognitoAuthError `no_transaction`, `state_missing`, `state_mismatch`, `transaction_expired`,
     *   `response_type_mismatch`, `storage_unavailable`
     */
    take({ state, type }: Pick<AuthorizationResponse, 'state' | 'type'>, now = Date.now()): Transaction {
      const transaction = find(state)
      const isGone = state === undefined || forget(state)
      if (!transaction) throw unanswerable(isWaiting(), state, type)
      if (!isGone) {
        throw new CognitoAuthError(
          'storage_unavailable',
          'The storage does not give up the sign-in, which could be used again.',
        )
      }
      if (isExpired(transaction, now))
        throw new CognitoAuthError(
          'transaction_expired',
          'The sign-in took more than an hour. Begin it again.',
        )
      if (transaction.responseType !== type) {
        throw new CognitoAuthError(
          'response_type_mismatch',
          `The sign-in asked for a ${transaction.responseType} and the redirect brought a ${type}.`,
        )
      }
      return transaction
    },
  }
}

/** @throws CognitoAuthError `invalid_configuration` where JSON does not give the `appState` back as it is */
function textOf(transaction: Transaction): string {
  let record = ''
  try {
    record = JSON.stringify(transaction, function (this: Record<string, unknown>, key, value: unknown) {
      // What it makes of itself, such as the text of a date, is not what comes back.
      if (isKept(value, Array.isArray(this)) && Object.is(value, this[key])) return value
      throw new TypeError(key)
    })
  } catch {
    refuse(
      'appState must be what JSON keeps: write plain objects, arrays, strings, numbers, true, false and null.',
    )
  }
  if (record.length > LONGEST) refuse('appState is too long: keep it elsewhere, and write where.')
  return record
}

/** Whether JSON keeps a value, but for what it holds. A member that is undefined counts as left out. */
function isKept(value: unknown, isItem: boolean): boolean {
  if (value === undefined) return !isItem
  if (typeof value === 'number') return Number.isFinite(value)
  if (value === null || Array.isArray(value)) return true
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean'
  const prototype: unknown = Object.getPrototypeOf(value)
  // One of another window has another Object.
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function notTaken(error: unknown): CognitoAuthError {
  return storageFull('The storage did not take what a sign-in needs to be finished', error)
}

/** One that begins in an hour from now is as wrong as one that began an hour ago. */
function isExpired(transaction: Transaction | undefined, now: number): boolean {
  return !transaction || Math.abs(now - transaction.createdAt) > LIFETIME
}

/**
 * The error of a response that answers no sign-in of this browser.
 * @param isWaiting whether one waits for another response
 */
export function unanswerable(
  isWaiting: boolean,
  state: string | undefined,
  type?: AuthorizationResponse['type'],
): CognitoAuthError {
  const [code, what] = !isWaiting
    ? (['no_transaction', 'No sign-in waits for a response'] as const)
    : state
      ? (['state_mismatch', 'The redirect answers no sign-in of this browser'] as const)
      : (['state_missing', 'The redirect has no state'] as const)
  const door =
    type === 'token'
      ? 'build it with getFQDNSignIn(), or use the code flow'
      : 'AllowUnsolicitedResponse: true'
  return new CognitoAuthError(
    code,
    `${what}. Perhaps this address was opened before, or belongs to another host or browser. Sign in again. (For an authorize URL built by hand: ${door}.)`,
  )
}

/** Whether this is the error of a response that answers no sign-in of this browser, rather than one in a wrong way. */
export function isUnsolicited(error: unknown): error is CognitoAuthError {
  return hasCode(error, 'no_transaction', 'state_missing', 'state_mismatch')
}

/** Whether it has the form of ours; checked before a state from outside becomes part of a key. */
export function isState(state: string): boolean {
  return /^(popup\.)?[\w-]{43}$/.test(state)
}

/** The states of sign-ins in a window of their own: whoever finds one in an address hands it over. */
export const POPUP = 'popup.'

function isTransaction(record: unknown): record is Transaction {
  const {
    createdAt,
    scopes,
    returnTo = '',
    responseType,
    redirectUri,
    nonce,
    codeVerifier,
  } = record as Record<keyof Transaction, unknown>
  const texts = [responseType, redirectUri, nonce, codeVerifier, returnTo]
  return (
    Number.isFinite(createdAt) &&
    Array.isArray(scopes) &&
    [...texts, ...(scopes as unknown[])].every(isText) &&
    !!nonce &&
    !!codeVerifier
  )
}
