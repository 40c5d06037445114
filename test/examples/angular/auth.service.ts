import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core'
import { auth } from '../auth'

/** Who is signed in, as signals. */
@Injectable({ providedIn: 'root' })
export class AuthService {
  private readonly snapshot = signal(auth.getSnapshot())
  readonly status = computed(() => this.snapshot().status)
  readonly user = computed(() => this.snapshot().user)

  constructor() {
    inject(DestroyRef).onDestroy(
      auth.subscribe((now) => {
        this.snapshot.set(now)
      }),
    )
  }

  signIn(returnTo?: string) {
    return auth.signIn({ returnTo })
  }

  signOut() {
    return auth.signOut()
  }
}
