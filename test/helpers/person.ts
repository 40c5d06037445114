import { JSDOM } from 'jsdom'

/** What a person visits: a local user pool, in-process. */
export interface Domain {
  readonly origin: string
  fetch(request: Request): Promise<Response>
}

/** A page as a person has it in front of them. */
export interface Page {
  readonly url: string
  readonly status: number
  readonly headers: Headers
  readonly document: Document
}

/**
 * Somebody with a browser of their own: keeps cookies, follows redirects, fills in the forms of the pages.
 * Every step ends either on a page of the domain (`page`) or outside of it (`callback`).
 */
export class Person {
  readonly cookies = new Map<string, string>()
  #page: Page | undefined
  #callback: URL | undefined

  constructor(readonly domain: Domain) {}

  /** The page in front of the person; throws when the last step left the domain. */
  get page(): Page {
    if (!this.#page)
      throw new Error(`no page of the domain is open: ${this.#callback?.href ?? 'nothing was opened'}`)
    return this.#page
  }

  /** Where the last step left the domain for; throws with the page's error message when it did not. */
  get callback(): URL {
    if (!this.#callback) throw new Error(`still on ${this.page.url}: ${this.error ?? this.text}`)
    return this.#callback
  }

  /** Whether the last step left the domain. */
  get left(): boolean {
    return this.#callback !== undefined
  }

  /** The error message of the page. */
  get error(): string | undefined {
    return this.page.document.querySelector('[role=alert]')?.textContent.trim()
  }

  /** The text of the page's main part, on one line. */
  get text(): string {
    return (this.page.document.querySelector('main')?.textContent ?? '').replace(/\s+/g, ' ').trim()
  }

  /** Opens an address of the domain, absolute or as a path. */
  async open(address: string): Promise<this> {
    return this.#visit(new Request(new URL(address, this.domain.origin), { redirect: 'manual' }))
  }

  /** Follows the link with this text. */
  async click(text: string): Promise<this> {
    const link = [...this.page.document.querySelectorAll('a')].find((a) => a.textContent.trim() === text)
    if (!link) throw new Error(`no link "${text}" on ${this.page.url}`)
    return this.open(link.href)
  }

  /** Fills in the named form and sends it with everything hidden in it. */
  async submit(formName: string, fields: Readonly<Record<string, string>> = {}): Promise<this> {
    const form = this.page.document.querySelector<HTMLFormElement>(`form[name=${formName}]`)
    if (!form) throw new Error(`no form ${formName} on ${this.page.url}: ${this.text}`)
    const body = new URLSearchParams()
    for (const input of form.querySelectorAll('input')) {
      if (input.type !== 'submit') body.set(input.name, fields[input.name] ?? input.value)
    }
    for (const name of Object.keys(fields))
      if (!body.has(name)) throw new Error(`${formName} has no field ${name}`)
    return this.post(form.action, body, { 'Sec-Fetch-Site': 'same-origin' })
  }

  /** Posts a body as it is: what a forger would do. */
  async post(
    address: string,
    body: URLSearchParams,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<this> {
    return this.#visit(
      new Request(new URL(address, this.domain.origin), {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
        body: body.toString(),
        redirect: 'manual',
      }),
    )
  }

  /** From an authorize URL to the callback: signs in where a page asks for it. Returns the final callback URL. */
  async authorize(authorizeUrl: string, who: { username: string; password: string }): Promise<URL> {
    await this.open(authorizeUrl)
    if (!this.left) await this.signIn(who)
    return this.callback
  }

  /** On /login. */
  async signIn(who: { username: string; password: string }): Promise<this> {
    return this.submit('cognitoSignInForm', who)
  }

  /** On /login or /signup: leads to the page that asks for the code. */
  async signUp({ email, password }: { email: string; password: string }): Promise<this> {
    if (this.page.document.querySelector('form[name=signupform]') === null) await this.click('Sign up')
    return this.submit('signupform', { 'requiredAttributes[email]': email, password })
  }

  /** On /confirm. */
  async confirm(code: string): Promise<this> {
    return this.submit('confirmform', { code })
  }

  /** On /login or /forgotPassword: leads to the page that asks for the code and a new password. */
  async forgotPassword(username: string): Promise<this> {
    if (this.page.document.querySelector('form[name=forgotpasswordform]') === null) {
      await this.click('Forgot your password?')
    }
    return this.submit('forgotpasswordform', { username })
  }

  /** On /confirmForgotPassword. */
  async resetPassword(code: string, password: string, again = password): Promise<this> {
    const fields = { code, new_password: password, confirm_password: again }
    return this.submit('confirmforgotpasswordform', fields)
  }

  async #visit(request: Request): Promise<this> {
    if (this.cookies.size > 0) {
      request.headers.set('Cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    }
    const response = await this.domain.fetch(request)
    for (const line of response.headers.getSetCookie()) this.#keep(line)
    const location = response.headers.get('location')
    if (location !== null && response.status >= 300 && response.status < 400) {
      const target = new URL(location, request.url)
      if (target.origin === this.domain.origin) return this.open(target.href)
      this.#page = undefined
      this.#callback = target
      return this
    }
    const { document } = new JSDOM(await response.text(), { url: request.url }).window
    this.#page = { url: request.url, status: response.status, headers: response.headers, document }
    this.#callback = undefined
    return this
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const name = pair.slice(0, pair.indexOf('='))
    if (attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')) this.cookies.delete(name)
    else this.cookies.set(name, pair.slice(pair.indexOf('=') + 1))
  }
}
