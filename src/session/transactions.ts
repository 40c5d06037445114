import { webStorage } from '../browser.js'
import { CognitoAuthError, hasCode, storageFull } from '../errors.js'
import type { AuthorizationResponse } from '../oauth/callback.js'
import { ReadThroughStorage, written } from '../storage/ReadThroughStorage.js'
import { readValue, writeValue } from './app-state.js'
import {
  dropItem,
  LONGEST,
  readItem,
  type TokenStorage,
  traitsOf,
  writeItem,
} from '../storage/TokenStorage.js'

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
  /** What the application wants back with the session. */
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
  const isThere = (kind: 'localStorage' | 'sessionStorage') => Object.keys(webStorage(kind) ?? {}).some(isKey)
  const ofPage = ofPages.get(window) ?? []
  return isThere('localStorage') || isThere('sessionStorage') || ofPage.some((each) => each.find(state))
}

/**
 * The sign-ins that were begun in this browser, each under its state, so that two tabs, another instance or another
 * page of the site can finish them. Each is taken once: a response that is replayed finds nothing.
 */
export class Transactions {
  declare private readonly _storage: TokenStorage
  declare private readonly _prefix: string

  /**
   * @param storage where the tokens are; it may name a better place
   * @param stateStorage what the application wants instead
   * @param client the user pool domain and the app client: a response of another one finds nothing here
   */
  constructor(
    storage: TokenStorage,
    stateStorage: TokenStorage | undefined,
    client: { readonly host: string; readonly clientId: string },
  ) {
    const { forState } = traitsOf(storage)
    const elsewhere = stateStorage ? undefined : forState && webStorage(forState)
    this._storage = stateStorage ?? elsewhere ?? storage
    // One client may keep tokens there and another one here, and each has to find its own sign-ins only.
    this._prefix = `cognito-auth.${client.host}.${client.clientId}.${elsewhere ? 'elsewhere.' : ''}`
    if (typeof window === 'undefined') return
    const isOther = (each: Transactions) => each._storage !== this._storage || each._prefix !== this._prefix
    ofPages.set(window, [...(ofPages.get(window) ?? []).filter(isOther).slice(1 - MOST), this])
  }

  /**
   * @throws CognitoAuthError `storage_full` where the sign-in could not be finished later; `invalid_configuration` where
   *   its `appState` cannot be kept
   */
  begin(state: string, { appState, ...transaction }: Transaction): void {
    const record = JSON.stringify({
      ...transaction,
      ...(appState !== undefined && { appState: writeValue(appState) }),
    })
    if (record.length > LONGEST) {
      throw new CognitoAuthError(
        'invalid_configuration',
        'appState is too long: keep it elsewhere, and write where.',
      )
    }
    const pending = this._states().filter((old) => {
      const record = this._read(old)
      return record && !isExpired(record, transaction.createdAt)
    })
    const kept = pending.slice(1 - MOST)
    try {
      for (const old of this._states())
        if (!kept.includes(old)) writeItem(this._storage, this._prefix + old, undefined)
      writeItem(this._storage, this._prefix + state, record)
      writeItem(this._storage, this._prefix + 'states', [...kept, state].join(' '))
    } catch (error) {
      throw notTaken(error)
    }
  }

  /** Has at hand what a storage with promises holds. */
  async load(): Promise<void> {
    if (!(this._storage instanceof ReadThroughStorage)) return
    await this._storage.load([this._prefix + 'states'])
    await this._storage.load(this._states().map((state) => this._prefix + state))
  }

  /**
   * What to wait for before the page is left; undefined where everything is stored already.
   * @throws CognitoAuthError `storage_full`
   */
  written(): Promise<unknown> | undefined {
    return written(this._storage)?.catch((error: unknown) => {
      throw notTaken(error)
    })
  }

  /** @throws CognitoAuthError `storage_unavailable` where nothing that is kept would outlive the redirect */
  requireLasting(): void {
    if (traitsOf(this._storage).forState !== 'sessionStorage') return
    throw new CognitoAuthError(
      'storage_unavailable',
      'Storage and cookies are blocked, so that no sign-in could be finished: pass a StateStorage that outlives the redirect.',
    )
  }

  /** The sign-in with this state that waits for its response, if there is one. */
  find(state: string | undefined): Transaction | undefined {
    return state === undefined ? undefined : this._read(state)
  }

  /** Whether any sign-in waits for its response. */
  isWaiting(): boolean {
    return this._states().some((state) => this._read(state))
  }

  /** Drops the sign-ins that nobody has finished but this one, with their verifiers and what they were to bring back. */
  forgetOthers(kept?: string | null): void {
    for (const state of this._states()) if (state !== kept) this.forget(state)
  }

  /**
   * The sign-in that this response answers, for the last time.
   * @param now milliseconds since 1970
   * @throws CognitoAuthError `no_transaction`, `state_missing`, `state_mismatch`, `transaction_expired`,
   *   `response_type_mismatch`, `storage_unavailable`
   */
  take({ state, type }: Pick<AuthorizationResponse, 'state' | 'type'>, now: number): Transaction {
    const isWaiting = this.isWaiting()
    const transaction = this.find(state)
    const isGone = state === undefined || this.forget(state)
    if (!transaction) throw unanswerable(isWaiting, state, type)
    if (!isGone) {
      throw new CognitoAuthError(
        'storage_unavailable',
        'The storage does not give up the sign-in, so that the response could be used again.',
      )
    }
    if (isExpired(transaction, now)) {
      throw new CognitoAuthError('transaction_expired', 'The sign-in took more than an hour. Begin it again.')
    }
    if (transaction.responseType !== type) {
      throw new CognitoAuthError(
        'response_type_mismatch',
        `The sign-in asked for a ${transaction.responseType} and the redirect brought a ${type}.`,
      )
    }
    return transaction
  }

  /**
   * Drops the sign-in of this state, if there is one.
   * @returns whether there is none now
   */
  forget(state: string): boolean {
    const key = this._prefix + state
    const others = this._states().filter((other) => other !== state)
    if (!isState(state) || this._isAbsent(key)) return true
    if (!dropItem(this._storage, key)) return false
    try {
      writeItem(this._storage, this._prefix + 'states', others.join(' ') || undefined)
    } catch {
      // A list that is too long does no harm.
    }
    return true
  }

  /** What cannot be read may be there. */
  private _isAbsent(key: string): boolean {
    try {
      return typeof this._storage.getItem(key) !== 'string'
    } catch {
      return false
    }
  }

  private _read(state: string): Transaction | undefined {
    if (!isState(state)) return undefined
    try {
      const text = readItem(this._storage, this._prefix + state) ?? 'null'
      const record: unknown = { ...LEFT_OUT, ...(JSON.parse(text) as object | null) }
      if (!isTransaction(record)) return undefined
      const { appState, ...transaction } = record
      return appState === undefined ? transaction : { ...transaction, appState: readValue(appState) }
    } catch {
      return undefined
    }
  }

  /** The states under way, oldest first. Two tabs may overwrite each other's list: it only serves pruning and hints. */
  private _states(): string[] {
    return (readItem(this._storage, this._prefix + 'states') ?? '').split(' ').filter(isState)
  }
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

function isTransaction(record: unknown): record is Transaction & { appState?: string } {
  const { createdAt, scopes, appState, returnTo, ...texts } = record as Record<keyof Transaction, unknown>
  const { responseType, redirectUri, nonce, codeVerifier } = texts
  return (
    Number.isFinite(createdAt) &&
    Array.isArray(scopes) &&
    [responseType, redirectUri, ...(scopes as unknown[])].every(isText) &&
    [nonce, codeVerifier].every((secret) => isText(secret) && secret) &&
    [appState, returnTo].every((value) => value === undefined || isText(value))
  )
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
