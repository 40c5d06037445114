import { inject } from '@angular/core'
import type { CanActivateFn } from '@angular/router'
import { AuthService } from './auth.service'

/**
 * For routes of people who are signed in: `{ path: 'orders', canActivate: [authGuard], … }`. Where the last sign-in failed
 * it begins no other, so that people read why.
 */
export const authGuard: CanActivateFn = async (_route, { url }) => {
  const session = inject(AuthService)
  if (session.user()) return true
  if (!session.failure()) await session.signIn(url)
  return false
}
