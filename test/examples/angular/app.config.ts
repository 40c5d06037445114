import { provideHttpClient, withInterceptors } from '@angular/common/http'
import {
  type ApplicationConfig,
  inject,
  provideAppInitializer,
  provideZonelessChangeDetection,
} from '@angular/core'
import { authInterceptor } from './auth.interceptor'
import { AuthService } from './auth.service'

export const appConfig: ApplicationConfig = {
  providers: [
    provideZonelessChangeDetection(),
    // Nothing is drawn before it is known who is signed in.
    provideAppInitializer(() => inject(AuthService).init()),
    provideHttpClient(withInterceptors([authInterceptor])),
  ],
}
