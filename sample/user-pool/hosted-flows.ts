import type { Context } from 'hono'
import { checkAuthorizeRequest, type AuthorizeRequest } from './authorize-request.ts'
import { destinationOf, sendCode } from './codes.ts'
import {
  confirmPage,
  forgotPasswordPage,
  resetPasswordPage,
  signInPage,
  signUpPage,
  type View,
} from './form-pages.ts'
import { csrfHolds, csrfToken, readForm, readQuery, rememberName, rememberedName, type Form } from './http.ts'
import { forbiddenPage } from './info-pages.ts'
import { passwordProblem } from './passwords.ts'
import type { Pool } from './pool.ts'
import { absolute } from './redirects.ts'
import { completeSignIn } from './sign-in.ts'
import * as users from './users.ts'

/** A hosted page: `show` answers GET, `take` the posted form. */
export interface HostedFlow {
  show(c: Context, pool: Pool, request: AuthorizeRequest): Response | Promise<Response>
  take(c: Context, pool: Pool, request: AuthorizeRequest, form: Form): Promise<Response>
}

/** GET of a hosted page; its query string must be a good authorize request. */
export function showFlow(c: Context, pool: Pool, flow: HostedFlow): Response | Promise<Response> {
  const checked = checkAuthorizeRequest(readQuery(c), pool.config.clients)
  return checked.ok
    ? flow.show(c, pool, checked.request)
    : c.redirect(absolute(pool.config, checked.location))
}

/** POST of a hosted page: the request is checked again and the form must be one of ours. */
export async function takeFlow(c: Context, pool: Pool, flow: HostedFlow): Promise<Response> {
  const checked = checkAuthorizeRequest(readQuery(c), pool.config.clients)
  if (!checked.ok) return c.redirect(absolute(pool.config, checked.location))
  const form = await readForm(c)
  if (!form || !csrfHolds(c, pool, form)) {
    return c.html(forbiddenPage(pool, `/login?${checked.request.query}`), 403)
  }
  const response = await flow.take(c, pool, checked.request, form)
  // Failures count too: a wrong password and a wrong code must be remembered.
  await pool.commit()
  return response
}

function view(c: Context, pool: Pool, request: AuthorizeRequest, error?: string): View {
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
    const username = form.get('username') ?? ''
    const outcome = await users.authenticate(pool, username, form.get('password') ?? '')
    if (!outcome.ok) {
      return c.html(signInPage(view(c, pool, request, outcome.message), { username, notice: undefined }))
    }
    const user = outcome.value
    if (user.confirmed) return completeSignIn(c, pool, request, user)
    sendCode(pool, user, user.sub, 'confirm')
    rememberName(c, pool, username)
    return goTo(c, pool, '/confirm', request)
  },
}

/** /signup */
export const signUpFlow: HostedFlow = {
  show: (c, pool, request) =>
    c.html(signUpPage(view(c, pool, request), { email: request.loginHint ?? '', password: undefined })),
  async take(c, pool, request, form) {
    const email = form.get('requiredAttributes[email]') ?? form.get('username') ?? ''
    const password = form.get('password') ?? ''
    const outcome = await users.signUp(pool, email, password)
    if (!outcome.ok) return c.html(signUpPage(view(c, pool, request, outcome.message), { email, password }))
    rememberName(c, pool, email)
    return goTo(c, pool, '/confirm', request)
  },
}

/** /confirm: the right code signs the person in, as the hosted pages do. */
export const confirmFlow: HostedFlow = {
  show(c, pool, request) {
    const name = rememberedName(c)
    if (name === undefined) return goTo(c, pool, '/login', request)
    const resent = readQuery(c).has('resent')
    return c.html(confirmPage(view(c, pool, request), { ...codeView(pool, name), resent }))
  },
  async take(c, pool, request, form) {
    const name = form.get('username') ?? rememberedName(c) ?? ''
    const outcome = users.confirmSignUp(pool, name, form.get('code') ?? '')
    if (outcome.ok) return completeSignIn(c, pool, request, outcome.value)
    const page = { ...codeView(pool, name), resent: false }
    return c.html(confirmPage(view(c, pool, request, outcome.message), page))
  },
}

/** /resendcode: only the form sends; its address alone leads back to the code page. */
export const resendFlow: HostedFlow = {
  show: (c, pool, request) => goTo(c, pool, '/confirm', request),
  take(c, pool, request, form) {
    const name = form.get('username') ?? rememberedName(c) ?? ''
    users.resendCode(pool, name)
    rememberName(c, pool, name)
    return Promise.resolve(c.redirect(absolute(pool.config, `/confirm?${request.query}&resent=true`)))
  },
}

/** /forgotPassword: always says that a code was sent. */
export const forgotPasswordFlow: HostedFlow = {
  show: (c, pool, request) =>
    c.html(forgotPasswordPage(view(c, pool, request), { username: request.loginHint ?? '' })),
  take(c, pool, request, form) {
    const username = form.get('username')?.trim() ?? ''
    if (username === '') {
      const error = 'Enter your username or email.'
      return Promise.resolve(c.html(forgotPasswordPage(view(c, pool, request, error), { username })))
    }
    users.forgotPassword(pool, username)
    rememberName(c, pool, username)
    return Promise.resolve(goTo(c, pool, '/confirmForgotPassword', request))
  },
}

/** /confirmForgotPassword: the new password signs the person in. */
export const resetPasswordFlow: HostedFlow = {
  show(c, pool, request) {
    const name = rememberedName(c)
    if (name === undefined) return goTo(c, pool, '/forgotPassword', request)
    const page = { ...codeView(pool, name), code: '', password: undefined }
    return c.html(resetPasswordPage(view(c, pool, request), page))
  },
  async take(c, pool, request, form) {
    const name = form.get('username') ?? rememberedName(c) ?? ''
    const code = form.get('code') ?? ''
    const password = form.get('new_password') ?? ''
    const again = (message: string, keptCode: string) => {
      const page = { ...codeView(pool, name), code: keptCode, password }
      return c.html(resetPasswordPage(view(c, pool, request, message), page))
    }
    const problem =
      passwordProblem(password) ??
      (password === form.get('confirm_password') ? undefined : 'The passwords do not match.')
    if (problem !== undefined) return again(problem, code)
    const outcome = await users.resetPassword(pool, name, code, password)
    return outcome.ok ? completeSignIn(c, pool, request, outcome.value) : again(outcome.message, '')
  },
}

function codeView(pool: Pool, name: string): { username: string; destination: string } {
  return { username: name, destination: destinationOf(pool, users.findUser(pool, name), name) }
}
