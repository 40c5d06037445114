import { computed, inject, DestroyRef, Injectable, signal } from '@angular/core'
import type { CognitoAuthError } from 'cognito-auth'
import { auth } from '../auth'

/** Who is signed in, and why the last sign-in failed, as signals. */
@Injectable({ providedIn: 'root' })
export class AuthService {
  private readonly snapshot = signal(auth.getSnapshot())
  readonly user = computed(() => this.snapshot().user)
  readonly failure = signal<CognitoAuthError | undefined>(undefined)

  constructor() {
    inject(DestroyRef).onDestroy(
      auth.subscribe((now) => {
        this.snapshot.set(now)
      }),
    )
  }

  init() {
    return auth.init().catch(this.fail)
  }

  signIn(returnTo?: string) {
    return auth.signIn({ returnTo }).catch(this.fail)
  }

  signOut() {
    return auth.signOut()
  }

  private readonly fail = (error: unknown) => {
    this.failure.set(error as CognitoAuthError)
  }
}
