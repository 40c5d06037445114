/** Errors end up in logs: whatever of an answer they quote, what was sent and every token is struck out of it. */
export function withoutSecrets<T extends string | undefined>(
  said: T,
  sent: readonly (string | undefined)[],
): T {
  const secrets = sent.filter((secret) => secret !== undefined && secret.length > 7)
  return secrets
    .reduce<string | undefined>((rest, secret = '') => rest?.replaceAll(secret, '…'), said)
    ?.replace(/eyJ[\w-]+(\.[\w-]*)*/g, '…') as T
}

/** What came in the place of something else, as an error may quote it. */
export function shown(value: unknown): string {
  return value === undefined ? 'missing' : withoutSecrets(JSON.stringify(value), []).slice(0, 200)
}
