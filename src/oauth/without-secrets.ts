/** Errors end up in logs: whatever of an answer they quote, what was sent and every token is struck out of it. */
export function withoutSecrets<T extends string | undefined>(
  said: T,
  sent: readonly (string | undefined)[],
): T {
  return sent
    .reduce<string | undefined>((rest, secret) => {
      return secret && secret.length > 7 ? rest?.replaceAll(secret, '…') : rest
    }, said)
    ?.replace(/eyJ[\w-]+(\.[\w-]*)*/g, '…') as T
}

/**
 * What somebody else wrote, as an error may quote it: what stands there ends where the quotation does, and looks like
 * nothing else.
 */
export function shown(said: unknown): string {
  if (said === undefined) return 'missing'
  const text = withoutSecrets(typeof said === 'string' ? said : JSON.stringify(said), [])
  const line = text.replace(/[“”\s\p{C}]+/gu, ' ').trim()
  return `“${line.replace(/^(.{300}).+/u, '$1…')}”`
}
