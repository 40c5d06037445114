import type { PoolKeys } from './keys.ts'
import type { Mail } from './mail.ts'
import type { PoolConfig } from './options.ts'
import type { PasswordHash } from './passwords.ts'
import type { PoolState } from './state.ts'

/** What every endpoint works on. Made once, in index.ts. */
export interface Pool {
  readonly config: PoolConfig
  readonly state: PoolState
  readonly keys: PoolKeys
  /** Oldest first. */
  readonly mailbox: Mail[]
  /** The demonstration user, for the sign-in page; `hash` tells whether the password is still the shown one. */
  readonly demo: { username: string; password: string; sub: string; hash: PasswordHash } | undefined
  readonly log: (line: string) => void
  /** Milliseconds since 1970. */
  now(): number
  /** Saves the state. */
  commit(): Promise<void>
}
