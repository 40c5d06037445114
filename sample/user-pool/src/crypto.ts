import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

/** SHA-256 of a text in base64url: what the store keeps instead of a code or a session id. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

/** 256 random bits in base64url (43 characters). */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Six random digits, as Cognito mails them. */
export function randomDigits(): string {
  return randomInt(1_000_000).toString().padStart(6, '0')
}

/** HMAC-SHA-256 in base64url; `purpose` keeps two uses of one secret apart. */
export function keyedHash(secret: string, purpose: string, text: string): string {
  return createHmac('sha256', secret).update(`${purpose}\0${text}`).digest('base64url')
}

/** Compares two texts of any length without telling through time where they differ. */
export function sameText(left: string, right: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(hash(left), hash(right))
}
