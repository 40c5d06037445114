import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { availableParallelism } from 'node:os'
import pLimit from 'p-limit'

/** A scrypt hash with all it takes to repeat it (RFC 7914). `salt` and `hash` are base64url. */
export interface PasswordHash {
  salt: string
  hash: string
  cost: number
}

/** One rule of the password policy, with the sentence the classic sign-up page shows for it. */
interface PasswordRule {
  readonly id: string
  readonly text: string
  readonly holds: (password: string) => boolean
}

// scrypt's N: 16 MiB and some 40 ms, node's default. A public service would take 2^17 (OWASP).
export const COST = 2 ** 14

/** Cognito's default policy; ids and texts are those of the classic page. */
export const PASSWORD_POLICY: readonly PasswordRule[] = [
  { id: 'lowerletter', text: 'Password must contain a lower case letter', holds: (p) => /[a-z]/.test(p) },
  { id: 'upperletter', text: 'Password must contain an upper case letter', holds: (p) => /[A-Z]/.test(p) },
  { id: 'numbers', text: 'Password must contain a number', holds: (p) => /[0-9]/.test(p) },
  {
    id: 'symbols',
    text: 'Password must contain a special character or a space',
    holds: (p) => /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+= ]/.test(p),
  },
  { id: 'length', text: 'Password must contain at least 8 characters', holds: (p) => p.length >= 8 },
  {
    id: 'surroundspaces',
    text: 'Password must not contain a leading or trailing space',
    holds: (p) => p === p.trim(),
  },
]

/** Cognito takes passwords of up to 256 characters. */
export const PASSWORD_MAX_LENGTH = 256

/** The first rule the password breaks, as a sentence; undefined for a good password. */
export function passwordProblem(password: string): string | undefined {
  if (password.length > PASSWORD_MAX_LENGTH)
    return `Password must not be longer than ${PASSWORD_MAX_LENGTH} characters`
  return PASSWORD_POLICY.find((rule) => !rule.holds(password))?.text
}

/** Hashes with a fresh salt. */
export async function hashPassword(password: string, cost = COST): Promise<PasswordHash> {
  const salt = randomBytes(16).toString('base64url')
  return { salt, hash: (await derive(password, salt, cost)).toString('base64url'), cost }
}

/** Takes as long for no hash (an unknown user) as for a wrong password, so that time tells nobody who exists. */
export async function passwordMatches(
  password: string,
  kept: PasswordHash | undefined,
  cost = COST,
): Promise<boolean> {
  const derived = await derive(password, kept?.salt ?? '', kept?.cost ?? cost)
  const expected = Buffer.from(kept?.hash ?? '', 'base64url')
  return expected.length === derived.length && timingSafeEqual(expected, derived)
}

/**
 * As many at once as there are processors, and never all four threads of Node's pool: signatures and files wait for
 * one of them too, and a page must not wait for the passwords of a hundred others.
 */
const inTurn = pLimit(Math.min(availableParallelism(), 3))

function derive(password: string, salt: string, cost: number): Promise<Buffer> {
  const work = () =>
    new Promise<Buffer>((resolve, reject) => {
      // NFC: one person's "é" typed on two keyboards is one password (RFC 8265 section 4.2.1).
      scrypt(
        password.normalize('NFC'),
        salt,
        32,
        { N: cost, r: 8, p: 1, maxmem: 2 ** 20 + 2 * 128 * 8 * cost },
        (error, key) => {
          if (error) reject(error)
          else resolve(key)
        },
      )
    })
  return inTurn(work)
}
