export { verifySignatures } from './tokens/jwks.js'
