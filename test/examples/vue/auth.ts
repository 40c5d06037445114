import type { CognitoAuthError } from 'cognito-auth'
import { computed, readonly, shallowRef } from 'vue'
import { auth } from '../auth'

const snapshot = shallowRef(auth.getSnapshot())
auth.subscribe((now) => (snapshot.value = now))

const failure = shallowRef<CognitoAuthError>()
const fail = (error: unknown) => {
  failure.value = error as CognitoAuthError
}
const signIn = (returnTo?: string) => auth.signIn({ returnTo }).catch(fail)

/** Fulfilled once it is known who is signed in. */
export const ready = auth.init().catch(fail)

/** Who is signed in, how to sign in, and why that failed, for templates. */
export function useAuth() {
  return {
    status: computed(() => snapshot.value.status),
    user: computed(() => snapshot.value.user),
    failure: readonly(failure),
    signIn,
  }
}

/**
 * A guard: `router.beforeEach(requireAuth)`. Who signs in comes back to the page that they wanted. Where the last sign-in
 * failed it begins no other, so that people read why.
 */
export async function requireAuth(to: { fullPath: string; meta: { isPublic?: boolean } }): Promise<boolean> {
  await ready
  if (to.meta.isPublic || auth.getUser()) return true
  if (!failure.value) await signIn(to.fullPath)
  return false
}
