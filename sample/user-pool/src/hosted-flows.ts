import type { Context } from 'hono'
import type { AuthorizeRequest } from './authorize-request.ts'
import { checkRequest, completeSignIn, redirectWithSession } from './authorize.ts'
import { destinationOf, sendCode } from './codes.ts'
import {
  confirmPage,
  forgotPasswordPage,
  resetPasswordPage,
  signInPage,
  signUpPage,
  type View,
} from './form-pages.ts'
import {
  absolute,
  csrfHolds,
  csrfToken,
  readForm,
  readQuery,
  readSession,
  rememberName,
  rememberedName,
  type Form,
} from './http.ts'
import { confirmedPage, forbiddenPage } from './info-pages.ts'
import { passwordProblem } from './passwords.ts'
import type { Pool } from './state.ts'
import * as users from './users.ts'

/** A hosted page: `show` answers GET, `take` the posted form. */
export interface HostedFlow {
  show(c: Context, pool: Pool, request: AuthorizeRequest): Response | Promise<Response>
  take(c: Context, pool: Pool, request: AuthorizeRequest, form: Form): Promise<Response>
}

/** GET of a hosted page; its query string must be a good authorize request. */
export function showFlow(c: Context, pool: Pool, flow: HostedFlow): Response | Promise<Response> {
  const checked = checkRequest(c, pool)
  return checked.ok
    ? flow.show(c, pool, checked.request)
    : c.redirect(absolute(pool.config, checked.location))
}

/** POST of a hosted page: the request is checked again and the form must be one of ours. */
export async function takeFlow(c: Context, pool: Pool, flow: HostedFlow): Promise<Response> {
  const checked = checkRequest(c, pool)
  if (!checked.ok) return c.redirect(absolute(pool.config, checked.location))
  const form = await readForm(c)
  if (!form || !csrfHolds(c, pool, form)) {
    return c.html(forbiddenPage(pool, `/login?${checked.request.query}`), 403)
  }
  return flow.take(c, pool, checked.request, form)
}

function view(c: Context, pool: Pool, request: AuthorizeRequest, error?: users.Problem): View {
  return { pool, query: request.query, csrf: csrfToken(c, pool), error }
}

function goTo(c: Context, pool: Pool, path: string, request: AuthorizeRequest): Response {
  return c.redirect(absolute(pool.config, `${path}?${request.query}`))
}

/** /login */
export const signInFlow: HostedFlow = {
  show(c, pool, request) {
    const notice =
      request.foreignProvider &&
      `This local user pool has no identity provider “${request.foreignProvider}”. Sign in with a local user instead.`
    return c.html(signInPage(view(c, pool, request), { username: request.loginHint ?? '', notice }))
  },
  async take(c, pool, request, form) {
    const username = form.get('username')?.trim() ?? ''
    const again = (problem: users.Problem) =>
      c.html(signInPage(view(c, pool, request, problem), { username, notice: undefined }))
    const tooLong = users.nameProblem(username)
    if (tooLong) return again(tooLong)
    const outcome = await users.authenticate(pool, username, form.get('password') ?? '')
    if (!outcome.ok) return again(outcome.problem)
    const { user } = outcome
    if (user.confirmed) return completeSignIn(c, pool, request, user)
    pool.write(() => {
      sendCode(pool, user, user.sub, 'confirm')
    })
    rememberName(c, pool, username)
    return goTo(c, pool, '/confirm', request)
  },
}

/** /signup */
export const signUpFlow: HostedFlow = {
  show: (c, pool, request) =>
    c.html(signUpPage(view(c, pool, request), { email: request.loginHint ?? '', password: undefined })),
  async take(c, pool, request, form) {
    const email = (form.get('requiredAttributes[email]') ?? form.get('username') ?? '').trim()
    const password = form.get('password') ?? ''
    const outcome = await users.signUp(pool, email, password)
    if (!outcome.ok) return c.html(signUpPage(view(c, pool, request, outcome.problem), { email, password }))
    rememberName(c, pool, email)
    return goTo(c, pool, '/confirm', request)
  },
}

/** /confirm: the right code signs the person in, as the hosted pages do. */
export const confirmFlow: HostedFlow = {
  show(c, pool, request) {
    const name = nameOf(c)
    if (name === '') return goTo(c, pool, '/login', request)
    const page = { ...codeView(pool, name), resent: readQuery(c).has('resent') }
    return ifNothingAwaited(c, pool, request, name) ?? c.html(confirmPage(view(c, pool, request), page))
  },
  async take(c, pool, request, form) {
    const name = nameOf(c, form)
    const done = ifNothingAwaited(c, pool, request, name)
    if (done) return done
    const outcome = users.confirmSignUp(pool, name, form.get('code') ?? '')
    if (outcome.ok) return completeSignIn(c, pool, request, outcome.user)
    const page = { ...codeView(pool, name), resent: false }
    return c.html(confirmPage(view(c, pool, request, outcome.problem), page))
  },
}

/**
 * For an account that waits for no code any more, after Back or a second click: on to the application with the
 * account's own session. Without one the person has to sign in: a code that was used before proves nothing. An unknown
 * name meets the same answer, so that nobody learns here who has an account.
 */
function ifNothingAwaited(
  c: Context,
  pool: Pool,
  request: AuthorizeRequest,
  name: string,
): Response | Promise<Response> | undefined {
  const user = users.findUser(pool, name)
  if (user && !user.confirmed) return undefined
  const found = request.prompt.has('login') ? undefined : readSession(c, pool)
  return found && found.user.sub === user?.sub
    ? redirectWithSession(c, pool, request, found)
    : c.html(confirmedPage(pool, `/login?${request.query}`))
}

/** /resendcode: only the form sends; its address alone leads back to the code page. */
export const resendFlow: HostedFlow = {
  show: (c, pool, request) => goTo(c, pool, '/confirm', request),
  async take(c, pool, request, form) {
    const name = nameOf(c, form)
    if (name === '') return goTo(c, pool, '/login', request)
    const done = ifNothingAwaited(c, pool, request, name)
    if (done) return done
    users.resendCode(pool, name)
    rememberName(c, pool, name)
    return c.redirect(absolute(pool.config, `/confirm?${request.query}&resent=true`))
  },
}

/** /forgotPassword: always says that a code was sent. */
export const forgotPasswordFlow: HostedFlow = {
  show: (c, pool, request) =>
    c.html(forgotPasswordPage(view(c, pool, request), { username: request.loginHint ?? '' })),
  take(c, pool, request, form) {
    const username = form.get('username')?.trim() ?? ''
    const problem =
      username === ''
        ? ({ message: 'Enter your username or email.', field: 'name' } as const)
        : users.nameProblem(username)
    if (problem) {
      return Promise.resolve(c.html(forgotPasswordPage(view(c, pool, request, problem), { username })))
    }
    users.forgotPassword(pool, username)
    rememberName(c, pool, username)
    return Promise.resolve(goTo(c, pool, '/confirmForgotPassword', request))
  },
}

/** /confirmForgotPassword: the new password signs the person in. */
export const resetPasswordFlow: HostedFlow = {
  show(c, pool, request) {
    const name = nameOf(c)
    if (name === '') return goTo(c, pool, '/forgotPassword', request)
    const page = { ...codeView(pool, name), code: '', password: undefined }
    return c.html(resetPasswordPage(view(c, pool, request), page))
  },
  async take(c, pool, request, form) {
    const name = nameOf(c, form)
    const code = form.get('code') ?? ''
    const password = form.get('new_password') ?? ''
    const again = (problem: users.Problem, keptCode: string) => {
      const page = { ...codeView(pool, name), code: keptCode, password }
      return c.html(resetPasswordPage(view(c, pool, request, problem), page))
    }
    const message =
      passwordProblem(password) ??
      (password === form.get('confirm_password') ? undefined : 'The passwords do not match.')
    if (message !== undefined) return again({ message, field: 'password' }, code)
    const outcome = await users.resetPassword(pool, name, code, password)
    return outcome.ok ? completeSignIn(c, pool, request, outcome.user) : again(outcome.problem, '')
  },
}

/** Whose code is asked for: the form tells, or the cookie. Empty for none, and for one that no page of ours wrote. */
function nameOf(c: Context, form?: Form): string {
  const name = form?.get('username') ?? rememberedName(c) ?? ''
  return users.nameProblem(name) ? '' : name.trim()
}

function codeView(pool: Pool, name: string): { username: string; destination: string } {
  return { username: name, destination: destinationOf(pool, users.findUser(pool, name), name) }
}
