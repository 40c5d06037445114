import type { CognitoAuthError } from 'cognito-auth'
import { computed, readonly, shallowRef } from 'vue'
import { auth } from '../auth'

const snapshot = shallowRef(auth.getSnapshot())
auth.subscribe((now) => (snapshot.value = now))
const failure = shallowRef<CognitoAuthError>()

/** Fulfilled once it is known who is signed in. */
export const ready = auth.init().catch((error: unknown) => {
  failure.value = error as CognitoAuthError
})

/** Who is signed in, for templates. */
export function useAuth() {
  return {
    status: computed(() => snapshot.value.status),
    user: computed(() => snapshot.value.user),
    failure: readonly(failure),
  }
}

/** A guard: `router.beforeEach(requireAuth)`. Who signs in comes back to the page that they wanted. */
export async function requireAuth(to: { fullPath: string; meta: { isPublic?: boolean } }): Promise<boolean> {
  await ready
  if (to.meta.isPublic || auth.getUser()) return true
  await auth.signIn({ returnTo: to.fullPath })
  return false
}
