import { randomUUID } from 'node:crypto'
import { isReserved } from './claims.ts'
import { afterPassword, awaitsCode, codeProblem, isBlocked, sendCode, spendCode, subjectOf } from './codes.ts'
import { hashPassword, passwordMatches, passwordProblem } from './passwords.ts'
import { unknownGroup } from './options.ts'
import type { Pool, StoredUser } from './state.ts'

/** A confirmed user to add without the pages. At least one of `username` and `email` is needed. */
export interface NewUser {
  /** Default: the user's sub, as in pools whose users sign in with their e-mail. */
  username?: string
  /** Becomes a verified `email` attribute. */
  email?: string
  password: string
  /** Further attributes, `name` or `custom:tier` for example. */
  attributes?: Readonly<Record<string, string>>
  /** Names of groups of the pool. */
  groups?: readonly string[]
}

/** What is wrong with a form: the sentence to show, and the field that the person looks at next. */
export interface Problem {
  readonly message: string
  readonly field: 'name' | 'code' | 'password'
}

type Outcome = { ok: true; user: StoredUser } | { ok: false; problem: Problem }

const refused = (message: string, field: Problem['field']) =>
  ({ ok: false, problem: { message, field } }) as const

// Cognito's limit for a username; e-mail addresses are held to it too.
const NAME_MAX_LENGTH = 128
const TAKEN = 'User already exists'
const EMAIL_TAKEN = 'An account with the given email already exists.'
const GENERIC = 'Incorrect username or password.'
const TOO_MANY = 'Password attempts exceeded'

/** Finds by username or e-mail, whatever the case (new Cognito pools are case-insensitive). */
export function findUser(pool: Pool, identifier: string): StoredUser | undefined {
  return pool.state.users.find(identifier)
}

/** Adds a confirmed user; throws a TypeError for a bad or taken name or a password against the policy. */
export async function addUser(
  pool: Pool,
  { username, email, password, attributes, groups }: NewUser,
): Promise<StoredUser> {
  if (username === undefined && email === undefined)
    throw new TypeError('a user needs a username or an email')
  const emailTaken = email !== undefined && findUser(pool, email) ? EMAIL_TAKEN : undefined
  const problem =
    usernameProblem(pool, username) ?? (email === undefined ? undefined : emailProblem(email)) ?? emailTaken
  if (problem) throw new TypeError(`user ${username ?? email ?? ''}: ${problem}`)
  const unknown = groups?.find((name) => !pool.config.groups.has(name))
  if (unknown !== undefined) throw new TypeError(`user ${username ?? email ?? ''} ${unknownGroup(unknown)}`)
  const refusal = passwordProblem(password) ?? attributesProblem(attributes ?? {})
  if (refusal) throw new TypeError(`user ${username ?? email ?? ''}: ${refusal}`)
  const user = await insertUser(pool, {
    username,
    password,
    groups,
    confirmed: true,
    attributes: { ...(email === undefined ? {} : { email, email_verified: 'true' }), ...attributes },
  })
  if (!user) throw new TypeError(`user ${username ?? email ?? ''}: ${TAKEN}`)
  return user
}

/** A person signs up: the account waits for the code that is mailed now. */
export async function signUp(pool: Pool, email: string, password: string): Promise<Outcome> {
  const address = email.trim()
  const problem = emailProblem(address)
  if (problem) return refused(problem, 'name')
  if (findUser(pool, address)) return signUpAgain(pool, address, password)
  const weak = passwordProblem(password)
  if (weak) return refused(weak, 'password')
  const attributes = { email: address, email_verified: 'false' }
  const account = { username: undefined, password, confirmed: false, attributes }
  const user = await insertUser(pool, account, (added) => {
    sendCode(pool, added, added.sub, 'confirm')
  })
  return user ? { ok: true, user } : signUpAgain(pool, address, password)
}

/**
 * A form that was sent twice, or once more after Back: the same password leads to the code that is waited for. It is
 * checked as at a sign-in, lockout included, so that nothing more can be guessed here than there.
 */
async function signUpAgain(pool: Pool, address: string, password: string): Promise<Outcome> {
  const outcome = findUser(pool, address)?.confirmed ? undefined : await authenticate(pool, address, password)
  if (!outcome?.ok || outcome.user.confirmed) return refused(EMAIL_TAKEN, 'name')
  const { user } = outcome
  pool.write(() => {
    if (!awaitsCode(pool, user.sub, 'confirm')) sendCode(pool, user, user.sub, 'confirm')
  })
  return outcome
}

/** Undefined when the name is taken. `also` is done in the same transaction. */
async function insertUser(
  pool: Pool,
  user: Pick<StoredUser, 'confirmed' | 'attributes' | 'groups'> & {
    username: string | undefined
    password: string
  },
  also: (user: StoredUser) => void = () => undefined,
): Promise<StoredUser | undefined> {
  const sub = randomUUID()
  const stored: StoredUser = {
    sub,
    username: user.username ?? sub,
    confirmed: user.confirmed,
    password: await hashPassword(user.password, pool.config.passwordCost),
    attributes: { ...user.attributes },
    ...(user.groups?.length ? { groups: [...user.groups] } : {}),
  }
  return pool.write(() => {
    // Hashing took a while: the name may have been taken meanwhile.
    if (!pool.state.users.insert(stored)) return undefined
    also(stored)
    return stored
  })
}

/**
 * Checks a password. An unknown user and a wrong password are one answer after the same time
 * (Cognito's PreventUserExistenceErrors = ENABLED), and both run into the lockout.
 */
export async function authenticate(pool: Pool, identifier: string, password: string): Promise<Outcome> {
  const { attempts } = pool.state
  const user = findUser(pool, identifier)
  const subject = subjectOf(user, identifier)
  const blocked = () => isBlocked(attempts.get(subject, 'password'), pool.now())
  if (blocked()) return refused(TOO_MANY, 'password')
  const matches = await passwordMatches(password, user?.password, pool.config.passwordCost)
  return pool.write(() => {
    // Looked at once more: of many guesses that are sent at once, the sixth is told nothing, right or wrong.
    if (blocked()) return refused(TOO_MANY, 'password')
    // The password may have been reset while this one was hashed.
    const now = user && pool.state.users.get(user.sub)
    if (now && matches && now.password.hash === user.password.hash) {
      attempts.delete(subject, 'password')
      return { ok: true, user: now }
    }
    attempts.set(subject, 'password', afterPassword(attempts.get(subject, 'password'), pool.now()))
    return refused(GENERIC, 'password')
  })
}

/** Confirms a sign-up with the mailed code. */
export function confirmSignUp(pool: Pool, identifier: string, code: string): Outcome {
  return pool.write(() => {
    const user = findUser(pool, identifier)
    const problem = spendCode(pool, subjectOf(user, identifier), 'confirm', code)
    if (problem !== undefined) return refused(problem, 'code')
    if (!user) return refused(GENERIC, 'code')
    const attributes = { ...user.attributes, email_verified: 'true' }
    const confirmed = { ...user, confirmed: true, attributes }
    pool.state.users.update(confirmed)
    return { ok: true, user: confirmed }
  })
}

/** Mails a fresh confirmation code to an unconfirmed user; says nothing about anybody else. */
export function resendCode(pool: Pool, identifier: string): void {
  const user = findUser(pool, identifier)
  if (user && !user.confirmed) {
    pool.write(() => {
      sendCode(pool, user, user.sub, 'confirm')
    })
  }
}

/** Mails a reset code, or does as if: an unknown user gets a code that nobody ever sees. */
export function forgotPassword(pool: Pool, identifier: string): void {
  pool.write(() => {
    const user = findUser(pool, identifier)
    // Cognito sends to verified addresses only, and hides that an account has none.
    const reachable = user?.attributes['email_verified'] === 'true' ? user : undefined
    sendCode(pool, reachable, subjectOf(user, identifier), 'reset')
  })
}

/** Sets a new password with the mailed code, ends every session of the user and any lockout. */
export async function resetPassword(
  pool: Pool,
  identifier: string,
  code: string,
  password: string,
): Promise<Outcome> {
  const weak = passwordProblem(password)
  if (weak) return refused(weak, 'password')
  const subject = subjectOf(findUser(pool, identifier), identifier)
  const problem = pool.write(() => codeProblem(pool, subject, 'reset', code))
  if (problem !== undefined) return refused(problem, 'code')
  const hash = await hashPassword(password, pool.config.passwordCost)
  return pool.write(() => {
    // The code is spent with what it is for: it may have been used while the password was hashed.
    const late = spendCode(pool, subject, 'reset', code)
    if (late !== undefined) return refused(late, 'code')
    const user = findUser(pool, identifier)
    if (!user) return refused(GENERIC, 'code')
    const changed = { ...user, password: hash }
    pool.state.users.update(changed)
    pool.state.attempts.delete(subject, 'password')
    pool.state.sessions.deleteOf(user.sub)
    return { ok: true, user: changed }
  })
}

/** What is wrong with a name that somebody typed, whether it is known or not. */
export function nameProblem(name: string): Problem | undefined {
  if (name.trim().length <= NAME_MAX_LENGTH) return undefined
  const message = `A username or email must not be longer than ${NAME_MAX_LENGTH} characters.`
  return { message, field: 'name' }
}

function usernameProblem(pool: Pool, username: string | undefined): string | undefined {
  if (username === undefined) return undefined
  if (!/^\S+$/.test(username) || username.length > NAME_MAX_LENGTH)
    return 'a username has 1 to 128 characters, no spaces'
  return findUser(pool, username) ? TAKEN : undefined
}

function emailProblem(email: string): string | undefined {
  return /^[^\s@]+@[^\s@]+$/.test(email) ? nameProblem(email)?.message : 'Invalid email address format.'
}

/** Attributes as a program without types may give them. */
function attributesProblem(attributes: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, value] of Object.entries(attributes)) {
    if (isReserved(name)) return `attributes.${name} is a claim that the pool writes itself: leave it out`
    if (typeof value !== 'string')
      return `attributes.${name} must be a text, as Cognito keeps them: write '${String(value)}'`
  }
  return undefined
}
