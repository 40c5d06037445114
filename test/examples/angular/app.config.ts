import { provideHttpClient, withInterceptors } from '@angular/common/http'
import { type ApplicationConfig, provideAppInitializer } from '@angular/core'
import { auth } from '../auth'
import { authInterceptor } from './auth.interceptor'

export const appConfig: ApplicationConfig = {
  providers: [
    // Nothing is drawn before it is known who is signed in.
    provideAppInitializer(() =>
      auth.init().catch((error: unknown) => {
        console.error(error)
      }),
    ),
    provideHttpClient(withInterceptors([authInterceptor])),
  ],
}
