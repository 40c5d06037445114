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

/**
 * Those of the clients of a page, the latest in case a program makes many: in a storage of a program's own nobody else can
 * look for them. A server has no window, and keeps nothing of anybody.
 */
const ofPages = new WeakMap<Window, Transactions[]>()

/** Whether a client of this library, on this page or another one of the origin, waits for a response with this state. */
export function isAwaitedByAny(state: string): boolean {
  if (!isState(state) || typeof window === 'undefined') return false
  const isKey = (key: string) => key.startsWith('cognito-auth.') && key.endsWith(`.${state}`)
  const isThere = (kind: 'localStorage' | 'sessionStorage') => Object.keys(storageOf(kind) ?? {}).some(isKey)
  const ofPage = ofPages.get(window) ?? []
  return isThere('localStorage') || isThere('sessionStorage') || ofPage.some((each) => each.find(state))
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
  const transactions = createTransactions(config)
  if (typeof window === 'undefined') return transactions
  const isOther = (each: Transactions) =>
    each.storage !== transactions.storage || each.prefix !== transactions.prefix
  const others = (ofPages.get(window) ?? []).filter(isOther).slice(1 - MOST)
  ofPages.set(window, [...others, transactions])
  return transactions
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
   * Drops the sign-in of this state, if there is one.
   * @returns whether there is none now
   */
  const forget = (state: string): boolean => {
    const others = states().filter((other) => other !== state)
    if (!isState(state) || isAbsent(prefix + state)) return true
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
      const record = written(transaction)
      const pending = states().filter((old) => {
        const begun = find(old)
        return begun && !isExpired(begun, transaction.createdAt)
      })
      const kept = pending.slice(1 - MOST)
      try {
        for (const old of states()) if (!kept.includes(old)) storage.removeItem(prefix + old)
        const written = storage.setItem(prefix + state, record)
        if (isPromise(written)) refuse(PROMISES)
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
      if (traitsOf(storage).forState !== 'sessionStorage') return
      throw new CognitoAuthError(
        'storage_unavailable',
        'Storage and cookies are blocked, so that no sign-in could be finished: pass a StateStorage that outlives the redirect.',
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
      const isAny = isWaiting()
      const transaction = find(state)
      const isGone = state === undefined || forget(state)
      if (!transaction) throw unanswerable(isAny, state, type)
      if (!isGone) {
        throw new CognitoAuthError(
          'storage_unavailable',
          'The storage does not give up the sign-in, so that the response could be used again.',
        )
      }
      if (isExpired(transaction, now)) {
        throw new CognitoAuthError(
          'transaction_expired',
          'The sign-in took more than an hour. Begin it again.',
        )
      }
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

/** @throws CognitoAuthError `invalid_configuration` */
function written(transaction: Transaction): string {
  if (!isKept(transaction.appState, 0)) {
    refuse(
      'appState must be what JSON keeps: write plain objects, arrays, strings, numbers, true, false and null.',
    )
  }
  const record = JSON.stringify(transaction)
  if (record.length > LONGEST) refuse('appState is too long: keep it elsewhere, and write where.')
  return record
}

/** How deep a value may be; one that holds itself has no end. */
const DEEPEST = 100

/** Whether JSON gives a value back as it is. A member that is undefined counts as left out. */
function isKept(value: unknown, depth: number): boolean {
  if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean')
    return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth > DEEPEST) return false
  if (Array.isArray(value))
    return Array.from(value).every((part) => part !== undefined && isKept(part, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  // One of another window has another Object.
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null
  return isPlain && Object.values(value).every((part) => isKept(part, depth + 1))
}

function notTaken(error: unknown): CognitoAuthError {
  return storageFull('The storage did not take what a sign-in needs to be finished', error)
}

/** One that begins in an hour from now is as wrong as one that began an hour ago. */
function isExpired({ createdAt }: Transaction, now: number): boolean {
  return Math.abs(now - createdAt) > LIFETIME
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
  const door =
    type === 'token'
      ? 'Where the authorize URL was built by hand, tokens are refused: build it with getFQDNSignIn(), or use the code flow.'
      : 'Who builds the authorize URL needs AllowUnsolicitedResponse: true.'
  const hint = `Perhaps this address was opened before, or the sign-in began on another host or in another browser. Sign in again. (${door})`
  if (!isWaiting) return new CognitoAuthError('no_transaction', `No sign-in waits for a response. ${hint}`)
  return state
    ? new CognitoAuthError('state_mismatch', `The redirect answers no sign-in of this browser. ${hint}`)
    : new CognitoAuthError('state_missing', `The redirect has no state. ${hint}`)
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
  const { createdAt, scopes, returnTo, responseType, redirectUri, nonce, codeVerifier } = record as Record<
    keyof Transaction,
    unknown
  >
  return (
    Number.isFinite(createdAt) &&
    Array.isArray(scopes) &&
    [responseType, redirectUri, ...(scopes as unknown[])].every(isText) &&
    [nonce, codeVerifier].every((secret) => isText(secret) && secret) &&
    (returnTo === undefined || isText(returnTo))
  )
}
