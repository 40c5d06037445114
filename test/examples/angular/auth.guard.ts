import type { CanActivateFn } from '@angular/router'
import { auth } from '../auth'

/** For routes of people who are signed in: `{ path: 'orders', canActivate: [authGuard], … }`. */
export const authGuard: CanActivateFn = async (_route, { url }) => {
  if (auth.getUser()) return true
  await auth.signIn({ returnTo: url })
  return false
}
