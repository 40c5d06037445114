import { fetchKeys, verifySignatures as verifyEach } from './jwks.js'

/** Verifies the signatures of tokens whose claims are good; without tokens it only has the keys of this issuer at hand. */
export type SignatureVerifier = (issuer: string, tokens?: readonly string[]) => Promise<void>

/**
 * The value of the option `VerifySignature`: no tokens are accepted before their RS256 signature has been verified with a
 * key of the user pool, which takes its keys and so a request more.
 * @throws CognitoAuthError `bad_signature`, `unknown_kid`, `jwks_unavailable`, `crypto_unavailable`
 */
export const verifySignatures: SignatureVerifier = async (issuer, tokens = []) => {
  await fetchKeys(issuer)
  await verifyEach(tokens)
}
