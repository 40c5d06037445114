import type { CognitoAuthError } from 'cognito-auth'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { auth } from '../auth'

/** How to sign in, and why the last attempt failed. */
interface Attempt {
  readonly signIn: () => void
  readonly failure?: CognitoAuthError | undefined
}
const Attempt = createContext<Attempt>({ signIn: () => void auth.signIn() })

/** Stands around the application: finishes the sign-in that the address answers, or restores the session. */
export function AuthProvider({ children }: { children: ReactNode }) {
  const [failure, setFailure] = useState<CognitoAuthError>()
  useEffect(() => {
    // StrictMode comes here twice; the code is exchanged once.
    auth.init().catch(setFailure)
  }, [])
  const signIn = () => void auth.signIn().catch(setFailure)
  return <Attempt value={{ signIn, failure }}>{children}</Attempt>
}

/** Who is signed in. Whoever asks is drawn anew when that changes, here or in another tab. */
export function useAuth() {
  const { status, user } = useSyncExternalStore(auth.subscribe, auth.getSnapshot, auth.getSnapshot)
  return { status, user, ...useContext(Attempt) }
}

/**
 * Shows what is for people who are signed in. It offers the sign-in and does not begin one: a page that did would begin
 * one more while somebody signs out.
 */
export function RequireAuth({ children }: { children: ReactNode }) {
  const { status, signIn } = useAuth()
  if (status === 'signedIn') return children
  if (status === 'loading') return <p>One moment …</p>
  return (
    <p>
      This is for members. <button onClick={signIn}>Sign in</button>
    </p>
  )
}
