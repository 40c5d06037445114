import { html } from 'hono/html'
import { layout, type Html } from './layout.ts'
import { PASSWORD_MAX_LENGTH, PASSWORD_POLICY } from './passwords.ts'
import type { Pool } from './state.ts'
import type { Problem } from './users.ts'

// The ids, names and class names are those of Cognito's classic hosted UI, so that end-to-end tests written for it
// find their way. Cognito has every form twice in one document, for small and large screens, with the same ids;
// here each form is there once.

const ERROR_ID = 'loginErrorMessage'

/** What every form page shows. */
export interface View {
  pool: Pool
  /** The authorize request, carried in the query string from page to page. */
  query: string
  csrf: string
  error: Problem | undefined
}

interface FieldOptions {
  id: string
  name: string
  label: string
  type: 'text' | 'email' | 'password'
  autocomplete: string
  value?: string
  focus?: boolean
  maxLength?: number
  describedBy?: string
}

/** The document of a form; the title tells of an error before anything else is read out. */
function formPage({ pool, error }: View, title: string, content: Html): Html {
  return layout(pool, error ? `Error: ${title}` : title, content)
}

/** After an error the field in focus is the wrong one, and is described by what is wrong with it. */
function field({ error }: View, options: FieldOptions): Html {
  const { id, name, label, type, autocomplete, value, focus, maxLength, describedBy } = options
  const wrong = focus && error !== undefined
  const descriptions = [wrong ? ERROR_ID : undefined, describedBy].filter((part) => part !== undefined)
  return html`<div class="field">
    <label class="label-customizable" for="${id}">${label}</label>
    <input
      class="inputField-customizable"
      id="${id}"
      name="${name}"
      type="${type}"
      value="${value ?? ''}"
      autocomplete="${autocomplete}"
      maxlength="${maxLength ?? 128}"
      autocapitalize="none"
      spellcheck="false"
      ${autocomplete === 'one-time-code' ? html`inputmode="numeric"` : ''}
      ${type === 'email' ? html`placeholder="name@host.com"` : ''}
      ${descriptions.length === 0 ? '' : html`aria-describedby="${descriptions.join(' ')}"`}
      ${wrong ? html`aria-invalid="true"` : ''}
      ${focus ? 'autofocus' : ''}
      required
    />
  </div>`
}

function errorMessage({ error }: View): Html | '' {
  if (error === undefined) return ''
  return html`<p id="${ERROR_ID}" class="errorMessage-customizable" role="alert">${error.message}</p>`
}

function hidden({ csrf }: View, username?: string): Html {
  return html`<input type="hidden" name="_csrf" value="${csrf}" />
    <input type="hidden" name="cognitoAsfData" value="" />
    ${username === undefined ? '' : html`<input type="hidden" name="username" value="${username}" />`}`
}

/** The rules of the password policy; once a password was refused, each with its verdict. */
function passwordRules(password: string | undefined): Html {
  const verdict = (holds: boolean) =>
    holds
      ? html`<span class="passwordCheck-valid-customizable">✓<span class="unseen"> met: </span></span>`
      : html`<span class="passwordCheck-notValid-customizable">✗<span class="unseen"> not met: </span></span>`
  return html`<ul id="passwordRules" class="rules">
    ${PASSWORD_POLICY.map(
      (rule) =>
        html`<li class="checkPassword-${rule.id}">
          ${password ? verdict(rule.holds(password)) : html`<span aria-hidden="true">•</span>`}
          <span>${rule.text}</span>
        </li>`,
    )}
  </ul>`
}

function codeSent(destination: string): Html {
  return html`<p class="textDescription-customizable">
      We have sent a code by email to <strong>${destination}</strong>. Enter it below.
    </p>
    <p class="hint">
      This user pool is local, no mail leaves it: find the code in the
      <a href="/mailbox" target="_blank" rel="noopener">mailbox</a>.
    </p>`
}

function demoHint({ pool }: View): Html | '' {
  const { demo } = pool
  // Shown while it is true: the person may have reset the password.
  if (!demo || pool.state.users.get(demo.sub)?.password.hash !== demo.hash.hash) return ''
  return html`<dl class="hint demo">
    <dt>Demo user</dt>
    <dd><code>${demo.username}</code></dd>
    <dt>Password</dt>
    <dd><code>${demo.password}</code></dd>
  </dl>`
}

/** /login */
export function signInPage(view: View, page: { username: string; notice: string | undefined }): Html {
  const atPassword = view.error ? view.error.field === 'password' : page.username !== ''
  return formPage(
    view,
    'Signin',
    html`<h1 class="banner-customizable">Sign in</h1>
      <p class="textDescription-customizable">Sign in with your username and password</p>
      ${page.notice === undefined ? '' : html`<p class="hint">${page.notice}</p>`} ${errorMessage(view)}
      <form name="cognitoSignInForm" class="cognito-asf" method="post" action="/login?${view.query}">
        ${hidden(view)}
        ${field(view, {
          id: 'signInFormUsername',
          name: 'username',
          label: 'Username or email',
          type: 'text',
          autocomplete: 'username',
          value: page.username,
          focus: !atPassword,
        })}
        ${field(view, {
          id: 'signInFormPassword',
          name: 'password',
          label: 'Password',
          type: 'password',
          autocomplete: 'current-password',
          maxLength: PASSWORD_MAX_LENGTH,
          focus: atPassword,
        })}
        <p class="beside">
          <a class="redirect-customizable" href="/forgotPassword?${view.query}">Forgot your password?</a>
        </p>
        <input class="submitButton-customizable" name="signInSubmitButton" type="submit" value="Sign in" />
      </form>
      <p class="other">
        Need an account? <a class="redirect-customizable" href="/signup?${view.query}">Sign up</a>
      </p>
      ${demoHint(view)}`,
  )
}

/** /signup; `password` is the refused one, which is judged and never shown. */
export function signUpPage(view: View, page: { email: string; password: string | undefined }): Html {
  const atPassword = view.error ? view.error.field === 'password' : page.email !== ''
  return formPage(
    view,
    'Signup',
    html`<h1 class="banner-customizable">Sign up</h1>
      <p class="textDescription-customizable">Sign up with a new account</p>
      ${errorMessage(view)}
      <form name="signupform" class="cognito-asf" method="post" action="/signup?${view.query}">
        ${hidden(view)}
        ${field(view, {
          id: 'signUpFormEmail',
          name: 'requiredAttributes[email]',
          label: 'Email',
          type: 'email',
          autocomplete: 'username',
          value: page.email,
          focus: !atPassword,
        })}
        ${field(view, {
          id: 'signUpFormPassword',
          name: 'password',
          label: 'Password',
          type: 'password',
          autocomplete: 'new-password',
          maxLength: PASSWORD_MAX_LENGTH,
          describedBy: 'passwordRules',
          focus: atPassword,
        })}
        ${passwordRules(page.password)}
        <button class="submitButton-customizable" name="signUpButton" type="submit">Sign up</button>
      </form>
      <p class="other">
        Already have an account? <a class="redirect-customizable" href="/login?${view.query}">Sign in</a>
      </p>`,
  )
}

function codeField(view: View, code: string, focus: boolean): Html {
  return field(view, {
    id: 'verification_code',
    name: 'code',
    label: 'Verification code',
    type: 'text',
    autocomplete: 'one-time-code',
    maxLength: 16,
    value: code,
    focus,
  })
}

/** /confirm; `resent` tells that another code was just sent. */
export function confirmPage(
  view: View,
  page: { username: string; destination: string; resent: boolean },
): Html {
  return formPage(
    view,
    'Confirm your account',
    html`<h1 class="banner-customizable">Confirm your account</h1>
      ${codeSent(page.destination)} ${page.resent ? html`<p role="status">A new code has been sent.</p>` : ''}
      ${errorMessage(view)}
      <form name="confirmform" class="cognito-asf" method="post" action="/confirm?${view.query}">
        ${hidden(view, page.username)} ${codeField(view, '', true)}
        <button class="submitButton-customizable" name="confirm" type="submit">Confirm account</button>
      </form>
      <form name="resendcodeform" class="other" method="post" action="/resendcode?${view.query}">
        ${hidden(view, page.username)} Didn't receive a code?
        <button class="link redirect-customizable" name="resend" type="submit">Resend it</button>
      </form>`,
  )
}

/** /forgotPassword */
export function forgotPasswordPage(view: View, page: { username: string }): Html {
  return formPage(
    view,
    'Forgot password',
    html`<h1 class="banner-customizable">Forgot your password?</h1>
      <p class="textDescription-customizable">
        Enter your username or email below and we will send a message to reset your password
      </p>
      ${errorMessage(view)}
      <form
        name="forgotpasswordform"
        class="cognito-asf"
        method="post"
        action="/forgotPassword?${view.query}"
      >
        ${hidden(view)}
        ${field(view, {
          id: 'username',
          name: 'username',
          label: 'Username or email',
          type: 'text',
          autocomplete: 'username',
          value: page.username,
          focus: true,
        })}
        <button class="submitButton-customizable" name="reset_my_password" type="submit">
          Reset my password
        </button>
      </form>
      <p class="other"><a class="redirect-customizable" href="/login?${view.query}">Back to sign in</a></p>`,
  )
}

/** /confirmForgotPassword; `code` is kept while only the password was refused. `password` is the refused one, which is judged and never shown. */
export function resetPasswordPage(
  view: View,
  page: { username: string; destination: string; code: string; password: string | undefined },
): Html {
  const atPassword = view.error?.field === 'password'
  return formPage(
    view,
    'Change password',
    html`<h1 class="banner-customizable">Choose a new password</h1>
      ${codeSent(page.destination)} ${errorMessage(view)}
      <form
        name="confirmforgotpasswordform"
        class="cognito-asf"
        method="post"
        action="/confirmForgotPassword?${view.query}"
      >
        ${hidden(view, page.username)} ${codeField(view, page.code, !atPassword)}
        ${field(view, {
          id: 'new_password',
          name: 'new_password',
          label: 'New password',
          type: 'password',
          autocomplete: 'new-password',
          maxLength: PASSWORD_MAX_LENGTH,
          describedBy: 'passwordRules',
          focus: atPassword,
        })}
        ${field(view, {
          id: 'confirm_password',
          name: 'confirm_password',
          label: 'Enter new password again',
          type: 'password',
          autocomplete: 'new-password',
          maxLength: PASSWORD_MAX_LENGTH,
        })}
        ${passwordRules(page.password)}
        <button class="submitButton-customizable" name="reset_password" type="submit">Change password</button>
      </form>
      <p class="other">
        <a class="redirect-customizable" href="/forgotPassword?${view.query}">Send another code</a>
      </p>`,
  )
}
