import { onWake } from '../browser.js'
import { CognitoAuthError, hasCode, overtaken, storageFull } from '../errors.js'
import { Emitter } from '../events.js'
import { revokeToken } from '../oauth/token-client.js'
import type { Config } from '../options.js'
import { type TokenStorage, traitsOf } from '../storage/TokenStorage.js'
import { isSomebody, lasts, type Session } from './session.js'
import { announce, listen } from './tabs.js'
import type { Hearer, Left, SessionEvents, UnderWay } from './under-way.js'
import { type Texts, tokenItems } from './token-items.js'

/** The session of a page: the only owner of what says who is signed in. */
export type Store = ReturnType<typeof createStore>

const stores = new WeakMap<TokenStorage, Map<string, Store>>()

/** One for each storage and app client of the page, whoever asks. */
export function storeOf(config: Config): Store {
  const { storage, origin, clientId, issuers, clockTolerance } = config
  const clients = stores.get(storage) ?? new Map<string, Store>()
  stores.set(storage, clients)
  // Two doors that disagree on whose tokens are good have nothing in common.
  const name = `${origin} ${clientId} ${issuers?.join()} ${clockTolerance}`
  const store = clients.get(name) ?? createStore(config)
  clients.set(name, store)
  return store
}

/** The storage has the truth. The store remembers which texts it saw there when the session became what it is. */
function createStore(config: Config) {
  const { storage, clientId } = config
  const items = tokenItems(config)
  const events = new Emitter<SessionEvents>()
  const underWay: UnderWay = { refreshes: new Map(), arrivals: new Map() }
  let session: Session | null = null
  /** The texts that were seen with it: others mean that there is another. None where they could not be read. */
  let seen: Texts | undefined
  /** Whose session is wanted: whoever signed in last, or whom the program has named. */
  let user: string | undefined
  /** Whether the program says whose session is wanted, and others stay. */
  let namesUsers = false
  /** Whether somebody signed out, and nobody has signed in since. */
  let isLeft = false
  /** Counts how often somebody else has signed in, and what listeners were told of that. */
  let others = 0
  let toldOthers = 0
  /** Whom the listeners know; undefined before the storage could be asked. */
  let told: Session | null | undefined
  /** How many listeners there are. */
  let hearing = 0
  let unlisten: (() => void) | undefined
  /** Counts the sign-outs of this page: what began before one has lost its right to store a session. */
  let signOuts = 0

  /** @param next what stands under the wanted name by now, or what the storage did not take */
  const hold = (next: Session | null) => {
    session = next
    seen = items.textsOf(user)
    if (next) isLeft = false
  }

  /** Holds what stands there for whoever signed in last, unless the program has named somebody else. */
  const follow = () => {
    const last = items.lastUser()
    if (user === undefined || user === seen?.[1]) {
      if (user !== undefined && last !== undefined && last !== user) others++
      user = last
    }
    const next = user === undefined ? null : items.read(user)
    // Another tab is just writing: it will be whole at the next look.
    const isTorn = !next?.accessToken && items.textsOf(user)?.[2]
    if (!isTorn || session?.username !== user || !lasts(session)) hold(next)
  }

  /** Whoever is signed in: a refresh token alone says no more of them than was known before. */
  const known = (): Session | null => {
    if (!isSomebody(session)) return null
    if (session.accessToken) return session
    return told?.username === session.username ? told : null
  }

  /** Tells the listeners what is new to them. */
  const tell = (reason: SessionEvents['signedOut']['reason'] = 'otherTab', isSignIn = false) => {
    const now = known()
    // What was there before anybody could ask is no news.
    const before = told === undefined ? now : told
    const isNew = told?.username !== now?.username || told?.accessToken !== now?.accessToken
    told = now
    if (before && before.username !== now?.username) {
      const hasRunOut = !now && session?.accessToken === before.accessToken
      events.emit('signedOut', { reason: hasRunOut ? 'expired' : reason })
    }
    if (now) {
      if (before?.username !== now.username || isSignIn) events.emit('signedIn', { session: now })
      else if (before.accessToken !== now.accessToken) events.emit('refreshed', { session: now })
    }
    if (isNew) events.emit('changed', undefined)
  }

  /** The session at hand while the storage has the texts that were seen with it, otherwise what stands there. */
  const read = (): Session | null => {
    // One that is valid outlives that the program names another user.
    const texts = items.textsOf(seen && user !== undefined && lasts(session) ? seen[0] : user)
    // What is at hand since before the storage could be read is newer.
    if (session) seen ??= texts
    const isSame = !texts || (session && seen && areSame(texts, seen))
    if (!isSame) follow()
    if (!isSame || !isSomebody(session)) tell()
    return session
  }

  /** Sees what is new, as far as that can be seen already. */
  const look = () => {
    if (!items.isAtHand()) return
    const see = () => {
      read()
      toldOthers = others
    }
    const loading = items.load()
    if (loading) loading.then(see, () => undefined)
    else see()
  }

  /** Makes room by what an earlier user left behind, if that is what it takes. */
  const put = (next: Session) => {
    try {
      items.write(next)
    } catch {
      const last = items.lastUser()
      if (last !== next.username) items.clear(last)
      try {
        items.write(next)
      } catch (error) {
        throw notTaken(error)
      }
    }
  }

  const warn = (error: CognitoAuthError) => {
    events.emit('warning', { error })
  }

  const watchSignOut = () => {
    const before = signOuts
    return () => signOuts === before
  }

  /**
   * A session that is under way on this page.
   * @throws CognitoAuthError `login_required` where somebody has signed out before it was there
   */
  const unlessOver = async (coming: Promise<Session>): Promise<Session> => {
    const isCurrent = watchSignOut()
    const arrived = await coming
    if (!isCurrent()) throw overtaken()
    return arrived
  }

  /** Leaves the session at hand, but for whom the storage may still name. */
  const leave = (reason: 'user' | 'expired') => {
    user = undefined
    session = null
    follow()
    tell(reason)
  }

  if (items.isAtHand()) {
    follow()
    told = known()
  }

  return {
    read,
    known,
    look,
    warn,
    items,
    underWay,
    watchSignOut,

    /** What a door knows that begins to use this. */
    hearer: (): Hearer => ({ others, listeners: 0, isPlain: false }),

    /** Whether somebody signed out, and nobody has signed in since. */
    isLeft: () => isLeft,

    /** The one at hand, without a look into the storage. */
    current: () => session,

    /** Whose session is wanted. */
    user: () => user,

    /** Has the session of this user read. @param isLasting whether the program names its users from now on */
    name(username: string | undefined, isLasting = false): void {
      user = username
      namesUsers ||= isLasting
    },

    /** Whether the program names its users itself, who all stay. */
    namesUsers: () => namesUsers,

    /** The session that is stored for a user, or at hand for them. */
    of: (name: string) => (name === user ? read() : items.read(name)),

    /** Puts a session of the program's own in place of the one at hand; nothing is stored by that. */
    hold(next: Session | null): void {
      hold(next)
      isLeft = !next
    },

    /** @throws CognitoAuthError `storage_full` */
    store(next: Session): void {
      put(next)
      user = next.username
    },

    /**
     * Makes a session that has just arrived everybody's. Where the storage does not take it, it lasts as long as the page;
     * but cookies are there for others, so that they have it or nobody.
     * @param hearer the door that knows of it
     * @param left at a sign-in: who was signed in before, to be forgotten
     * @throws CognitoAuthError `storage_full`
     */
    write(next: Session, hearer: Hearer, left?: Left | null): void {
      const traits = traitsOf(storage)
      const isSignIn = left !== undefined
      try {
        put(next)
        if (isSignIn) underWay.unfinished = undefined
        if (traits.warning) warn(traits.warning)
        traits.written?.()?.catch((error: unknown) => {
          // Half a session is none, where it is read from the storage itself.
          if (session === next && !traits.load) {
            items.clear(next.username)
            hold(next)
          }
          warn(notTaken(error))
        })
      } catch (error) {
        if (!hasCode(error, 'storage_full') || traits.forState === 'localStorage') throw error
        // The one that stands there is spent: other tabs need this one, though the tokens beside it are not there.
        items.writeRefreshToken(next.username, next.refreshToken)
        warn(error)
      }
      if (user !== undefined && user !== next.username) others++
      hearer.others = toldOthers = others
      user = next.username
      hold(next)
      if (left) this.forget(left, next)
      // Whoever was signed in on this page before has left it by this sign-in.
      tell('user', isSignIn)
      announce(clientId, look, storage)
    },

    /** Who is signed in before a sign-in; null where nobody is, and for a program that names its users itself. */
    left(): Left | null {
      if (namesUsers) return null
      const username = items.lastUser()
      const stored = username === undefined ? null : { username, refreshToken: items.refreshToken(username) }
      return read() ?? stored
    },

    /** Ends the session of whoever was signed in before, if that was somebody else: the device is another's now. */
    forget({ username, refreshToken }: Left, next: Session): void {
      if (username === next.username) return
      // They may be back by now, with another session.
      const isBack = items.lastUser() === username
      if (!isBack) items.clear(username)
      // A request that fails leaves a token that nobody on this device knows any more.
      if (refreshToken && !(isBack && items.refreshToken(username) === refreshToken))
        revokeToken(config, refreshToken).catch(() => undefined)
    },

    /** Forgets the session here, in the storage and in other tabs, and lets nothing that is on its way store another. */
    end(reason: 'user' | 'expired'): void {
      signOuts++
      underWay.unfinished = undefined
      // A response that has made a session makes no other.
      for (const [state, arrived] of underWay.arrivals)
        if (!(arrived instanceof Promise)) underWay.arrivals.delete(state)
      items.clear(user ?? items.lastUser())
      if (reason === 'user' && !namesUsers) items.clear(items.lastUser())
      isLeft = true
      leave(reason)
      announce(clientId, look, storage)
    },

    /**
     * Ends a session whose refresh token the server has refused.
     * @param name under which the storage has it, if it does
     */
    expire(from: Session, name: string | undefined, refreshToken: string): void {
      if (name !== undefined && items.refreshToken(name) === refreshToken) {
        // Who was refused while another's answer is on its way leaves the name, by which they tell it from a sign-out.
        items.clear(name, traitsOf(storage).isShared)
        announce(clientId, look, storage)
      }
      const isHeld = session?.accessToken === from.accessToken
      if (isHeld && (from.accessToken || session?.refreshToken === from.refreshToken)) leave('expired')
    },

    /** Whether nobody signed out on this page, or in on any, since this was called. */
    watchUser(): () => boolean {
      const isSignedIn = watchSignOut()
      const name = () => items.textsOf(undefined)
      const before = name()
      return () => {
        const now = name()
        return isSignedIn() && (!before || !now || now[1] === before[1])
      }
    },

    /** The response that is being handled on this page: whoever asks for a session waits for it. */
    arriving(): Promise<Session> | undefined {
      const coming = [...underWay.arrivals.values()].reverse().find((arrived) => arrived instanceof Promise)
      return coming && unlessOver(coming)
    },

    unlessOver,

    /** Has the next call of the program fail, unless its listeners know that somebody else has signed in. */
    unheard(hearer: Hearer): void {
      if (!hearer.listeners) hearer.others = -1
    },

    /**
     * Throws where somebody else has signed in elsewhere, once: whatever the program shows is not theirs.
     * @throws CognitoAuthError `session_changed`
     */
    requireSameUser(
      hearer: Hearer,
      isElse = others !== (hearer.listeners ? toldOthers : hearer.others),
    ): void {
      hearer.others = toldOthers = others
      if (isElse)
        throw new CognitoAuthError(
          'session_changed',
          'Somebody else has signed in elsewhere: the next call gives their session.',
        )
    },

    /**
     * Calls `listener` whenever this happens; with it the page hears of other tabs.
     * @param hearer the door whose program knows by this who is signed in, if it does
     * @returns what takes the listener away again
     */
    on<Name extends keyof SessionEvents>(
      name: Name,
      listener: (event: SessionEvents[Name]) => void,
      hearer?: Hearer,
    ): () => void {
      const off = events.on(name, listener)
      if (hearer) hearer.listeners++
      if (hearing++ === 0) {
        look()
        const undo = [listen(clientId, look), onWake(look)]
        unlisten = () => {
          for (const stop of undo) stop()
        }
      }
      let isOn = true
      return () => {
        if (!isOn) return
        isOn = false
        off()
        if (hearer) hearer.listeners--
        if (--hearing === 0) unlisten?.()
      }
    },

    /** Has whoever listens look again, though nothing about the session is new. */
    touch(): void {
      events.emit('changed', undefined)
    },
  }
}

/** There are many reads. */
function areSame(one: Texts, other: Texts): boolean {
  return one[0] === other[0] && one[1] === other[1] && one[2] === other[2] && one[3] === other[3]
}

function notTaken(error: unknown): CognitoAuthError {
  return storageFull('The storage did not take the tokens', error)
}
