import { fetchWithToken, signInWithPopup, startAutoRefresh } from 'cognito-auth'
import { create as createMinimal } from './cognito-auth.js'

/** The minimal application with a popup, an API and automatic refresh. */
export function create(config) {
  const { auth, ...app } = createMinimal(config)
  startAutoRefresh(auth)
  return {
    ...app,
    signIn: () => signInWithPopup(auth),
    getOrders: () => fetchWithToken(auth, '/api/orders'),
  }
}
