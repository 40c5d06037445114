import type { HttpInterceptorFn } from '@angular/common/http'
import { from, switchMap } from 'rxjs'
import { auth } from '../auth'

/** Takes the access token to the application's own API, refreshed where it has to be, and nowhere else. */
export const authInterceptor: HttpInterceptorFn = (request, next) => {
  const url = new URL(request.url, location.origin).href
  if (!url.startsWith(`${location.origin}/api/`)) return next(request)
  return from(auth.getTokens()).pipe(
    switchMap(({ accessToken }) =>
      next(request.clone({ url, setHeaders: { Authorization: `Bearer ${accessToken}` } })),
    ),
  )
}
