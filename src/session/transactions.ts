import { webStorage } from '../browser.js'
import { CognitoAuthError } from '../errors.js'
import type { AuthorizationResponse } from '../oauth/callback.js'
import { MemoryStorage } from '../storage/MemoryStorage.js'
import type { TokenStorage } from '../storage/TokenStorage.js'

/** A sign-in that was begun and waits for its response. */
export interface Transaction {
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly responseType: 'code' | 'token'
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly nonce: string
  readonly codeVerifier: string
  /** What the application wants back with the session. */
  readonly appState?: string | undefined
}

/** How long a person may take to sign in, in milliseconds. */
const LIFETIME = 60 * 60 * 1000
/** How many sign-ins may be under way at once; beginning one more forgets the oldest. */
const MOST = 20

/**
 * The sign-ins that were begun in this browser, each under its state, so that two tabs, another instance or another
 * page of the site can finish them. Each is taken once: a response that is replayed finds nothing.
 */
export class Transactions {
  readonly #storage: TokenStorage
  readonly #prefix: string

  /**
   * @param storage where the tokens are; a memory would not outlive the redirect, so sessionStorage steps in for it
   * @param stateStorage what the application wants instead
   * @param client the user pool domain and the app client: a response of another one finds nothing here
   */
  constructor(
    storage: TokenStorage,
    stateStorage: TokenStorage | undefined,
    client: { readonly host: string; readonly clientId: string },
  ) {
    const lasting = storage instanceof MemoryStorage ? webStorage('sessionStorage') : undefined
    this.#storage = stateStorage ?? lasting ?? storage
    this.#prefix = `cognito-auth.${client.host}.${client.clientId}.`
  }

  /** @throws CognitoAuthError `storage_full` where the sign-in could not be finished later */
  begin(state: string, transaction: Transaction): void {
    const states = this.#states()
    try {
      for (const old of states.splice(0, states.length - MOST + 1))
        this.#storage.removeItem(this.#prefix + old)
      this.#storage.setItem(this.#prefix + state, JSON.stringify(transaction))
      this.#remember([...states, state])
    } catch (cause) {
      throw new CognitoAuthError(
        'storage_full',
        'The storage did not take what a sign-in needs to be finished.',
        {
          cause,
        },
      )
    }
  }

  /**
   * The sign-in that this response answers, for the last time.
   * @param now milliseconds since 1970
   * @throws CognitoAuthError `no_transaction`, `state_missing`, `state_mismatch`, `transaction_expired`,
   *   `response_type_mismatch`
   */
  take({ state, type }: Pick<AuthorizationResponse, 'state' | 'type'>, now: number): Transaction {
    const begun = this.#states().length
    const transaction = state === undefined ? undefined : this.#read(state)
    if (state === undefined || !transaction) throw unanswerable(begun, state)
    this.forget(state)
    if (now - transaction.createdAt > LIFETIME) {
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

  /** Drops the sign-in of this state, if there is one. */
  forget(state: string): void {
    if (!isState(state)) return
    this.#storage.removeItem(this.#prefix + state)
    const states = this.#states()
    if (states.includes(state)) this.#remember(states.filter((other) => other !== state))
  }

  #read(state: string): Transaction | undefined {
    if (!isState(state)) return undefined
    try {
      const record: unknown = JSON.parse(this.#storage.getItem(this.#prefix + state) ?? 'null')
      return isTransaction(record) ? record : undefined
    } catch {
      return undefined
    }
  }

  /** The states under way, oldest first. Two tabs may overwrite each other's list: it only serves pruning and hints. */
  #states(): string[] {
    return (this.#storage.getItem(this.#prefix + 'states') ?? '').split(' ').filter(isState)
  }

  #remember(states: readonly string[]): void {
    const key = this.#prefix + 'states'
    if (states.length) this.#storage.setItem(key, states.join(' '))
    else this.#storage.removeItem(key)
  }
}

function unanswerable(begun: number, state: string | undefined): CognitoAuthError {
  const hint =
    'Sign in again. (An application that builds the authorize URL itself needs AllowUnsolicitedResponse: true.)'
  if (!begun) {
    const reason = 'No sign-in of this browser waits for a response: perhaps this address was opened before.'
    return new CognitoAuthError('no_transaction', `${reason} ${hint}`)
  }
  return state
    ? new CognitoAuthError('state_mismatch', `The redirect answers no sign-in begun in this browser. ${hint}`)
    : new CognitoAuthError('state_missing', `The redirect has no state. ${hint}`)
}

/** Checked before a state from outside becomes part of a key. */
function isState(state: string): boolean {
  return /^[\w-]{43}$/.test(state)
}

function isTransaction(record: unknown): record is Transaction {
  if (typeof record !== 'object' || record === null) return false
  const { createdAt, responseType, redirectUri, scopes, nonce, codeVerifier } = record as Partial<Transaction>
  return (
    typeof createdAt === 'number' &&
    Array.isArray(scopes) &&
    [responseType, redirectUri, nonce, codeVerifier].every((value) => typeof value === 'string')
  )
}
