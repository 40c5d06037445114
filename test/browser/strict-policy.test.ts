import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createUserPool, generateKeys, type UserPool } from '../../sample/user-pool/src/index.ts'
import type * as library from '../../src/index.js'
import { launchChromium } from '../helpers/chromium.ts'
import { fillSignIn, listen, type Site } from '../helpers/site.ts'

/*
 * What a page that forbids whatever it can may rely on, with the files of dist/ in a real browser: nothing that a
 * content security policy forbids, and nothing secret in an address, a request, or the console where others read it.
 */

const project = join(import.meta.dirname, '../..')
const DEMO = { username: 'demo', password: 'Demo-1234' }
/** What an address, a request or a console must not hold where others can read it. */
const SECRET = /[?&#](code|state|access_token|id_token)=|eyJ[\w-]+\./

const POLICIES = {
  "default-src 'none'": (domain: string) =>
    `default-src 'none'; script-src 'self'; style-src 'self'; connect-src ${domain}; ` +
    "require-trusted-types-for 'script'; trusted-types 'none'",
  "default-src 'self'": (domain: string) =>
    `default-src 'self'; connect-src ${domain}; require-trusted-types-for 'script'`,
} as const

type Policy = keyof typeof POLICIES
const POLICY_NAMES = Object.keys(POLICIES) as Policy[]

/** The query that the application's page has of its own, which is part of the callback URL. */
const OWN_QUERY = '?view=wide&tab=2'

interface Setting {
  load: 'script' | 'module'
  flow: 'code' | 'token'
  /** Which half of the library the application uses. */
  door: 'promises' | 'callbacks'
  policy?: Policy
  scopes: string[]
  /** Whether the user pool has its pages and endpoints on the application's own origin. */
  shared: boolean
  /** Whether a router rewrites the address before the library reads it, and pictures come from a third party. */
  furnished: boolean
  /** Whether the application opens URLs itself. */
  launches: boolean
}

interface Orders extends Setting {
  options: Omit<library.CognitoAuthOptions, 'ResponseType' | 'TokenScopesArray'>
  thirdParty: string
}

const keys = await generateKeys()
let browser: Browser
let application: Site
let domain: Site
let thirdParty: Site
let setting: Setting
let pool: UserPool
/** Where the application is, and where it has people sent back to. */
let address: string

let context: BrowserContext
let page: Page
/** What the browser said during one test: messages of the console, errors of pages, violations of their policies. */
let said: string[]
/** The same over the whole file, each with the address it came from. */
const everythingSaid: string[] = []
/** Every request that a page made, over the whole file. */
const requested: URL[] = []
/** What these tests themselves asked of the third party. */
const placed = new Set<string>()

beforeAll(async () => {
  application = await listen(serveApplication)
  domain = await listen((request) => pool.fetch(request))
  // Another host name, and so another site: cookies do not tell ports apart.
  thirdParty = await listen(serveThirdParty, '127.0.0.1')
  address = `${application.origin}/${OWN_QUERY}`
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  for (const site of [application, domain, thirdParty]) site.close()
})

beforeEach(async () => {
  said = []
  for (const { arrived } of [application, domain, thirdParty]) arrived.length = 0
  context = await browser.newContext()
  context.on('console', (message) => {
    said.push(`${message.type()}: ${message.text()}`)
    everythingSaid.push(`${message.text()} ${message.location().url}`)
  })
  context.on('weberror', (error) => {
    said.push(`uncaught: ${error.error().message}`)
    everythingSaid.push(error.error().stack ?? error.error().message)
  })
  context.on('request', (request) => requested.push(new URL(request.url())))
  await context.addInitScript(() => {
    window.addEventListener('securitypolicyviolation', (event) => {
      console.warn(`violation of ${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`)
    })
  })
  context.setDefaultTimeout(10_000)
  page = await context.newPage()
  page.on('websocket', (socket) => requested.push(new URL(socket.url())))
})
afterEach(async () => {
  await context.close()
})

/** Sets the application up, with a user pool of its own that nobody has been to. */
async function arrange(change: Partial<Setting>): Promise<void> {
  setting = {
    load: 'script',
    flow: 'code',
    door: 'promises',
    scopes: ['openid', 'email'],
    shared: false,
    furnished: false,
    launches: false,
    ...change,
  }
  pool = await createUserPool({
    origin: (setting.shared ? application : domain).origin,
    poolId: 'local_StrictPool',
    clients: [
      {
        clientId: 'app1',
        callbackUrls: [address],
        logoutUrls: [address],
        allowedOAuthFlows: ['code', 'implicit'],
      },
    ],
    demoUser: DEMO,
    keys,
  })
}

/**
 * The application as it runs in the browser: tells how the sign-in ended, and does what its buttons say. It is sent
 * there as it stands here, so it knows nothing of what is around it.
 */
function runApplication({ CognitoAuth }: typeof library, orders: Orders): void {
  const { options, flow, scopes, door, furnished, launches } = orders
  const add = <K extends keyof HTMLElementTagNameMap>(
    tag: K,
    properties: Partial<HTMLElementTagNameMap[K]>,
  ) => document.body.appendChild(Object.assign(document.createElement(tag), properties))
  const status = add('p', { id: 'status' })
  const tell = (name: string, value: string | number) => (status.dataset[name] = String(value))
  const place = (name: string) => furnished && add('img', { src: `${orders.thirdParty}/${name}`, alt: '' })

  const auth = new CognitoAuth({
    ...options,
    ResponseType: flow,
    TokenScopesArray: scopes,
    ...(launches && {
      LaunchUri: (url: string) => (status.textContent = `Opened ${new URL(url).pathname}`),
    }),
  })
  type Session = library.CognitoAuthSession | null
  /** What the callbacks hear. */
  const heard = (begin: () => boolean) =>
    new Promise<Session>((resolve, reject) => {
      auth.userhandler = {
        onSuccess: resolve,
        onFailure: (_, error) => {
          reject(error)
        },
      }
      if (!begin()) resolve(auth.isUserSignedIn() ? auth.getSignInUserSession() : null)
    })
  const arrive = () =>
    door === 'promises' ? auth.init() : heard(() => auth.parseCognitoWebResponse(location.href))
  const leave = async () => {
    // What the page is left with is looked at where Cognito sends people.
    if (door === 'promises') return auth.signIn({ returnTo: null })
    // Nothing is heard of a sign-in that leaves the page.
    await heard(() => {
      auth.getSession()
      return true
    })
  }

  const show = (session: Session) => {
    status.textContent = session ? `Signed in as ${session.getAccessToken().getUsername()}` : 'Nobody'
    tell('token', String(session?.getAccessToken().payload['jti']))
  }
  const fail = (error: unknown) => {
    const { name, code } = error as library.CognitoAuthError
    status.textContent = `${name}: ${code}`
  }
  const button = (textContent: string, act: () => Promise<unknown>) =>
    add('button', {
      textContent,
      onclick: () => {
        status.textContent = '…'
        act().catch(fail)
      },
    })
  button('Sign in', leave)
  button('Refresh', () =>
    auth.getTokens({ minValidity: Infinity }).then(() => {
      show(auth.getSignInUserSession())
    }),
  )
  button('Sign out', () => auth.signOut())
  button('Sign out here only', () =>
    auth.signOut({ redirect: false }).then(() => {
      show(null)
    }),
  )
  add('a', { href: `${orders.thirdParty}/link`, textContent: 'Elsewhere' })

  if (furnished) {
    const route = location.hash ? '' : '#/settings'
    history.replaceState({ scrolledTo: 120 }, '', location.href + route)
  }
  const entries = history.length
  const arrived = arrive()
  place('picture-at-once')
  void arrived.then(show, fail).finally(() => {
    tell('added', history.length - entries)
    place('picture-afterwards')
  })
}

function serveApplication(request: Request): Response | Promise<Response> {
  const { pathname, searchParams } = new URL(request.url)
  const script = (text: string) =>
    new Response(text, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } })
  const file = (path: string) => readFileSync(join(project, path), 'utf8')
  const policy = setting.policy && POLICIES[setting.policy](new URL(pool.issuer).origin)
  const html = (text: string) =>
    new Response(`<!doctype html><html lang="en"><title>Application</title>${text}</html>`, {
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        // Says the whole address to everybody, so that a secret in it would be seen.
        'Referrer-Policy': 'unsafe-url',
        ...(policy !== undefined && { 'Content-Security-Policy': policy }),
      },
    })

  switch (pathname) {
    case '/':
      if (searchParams.has('framed')) return html(frame())
      return html(
        setting.load === 'script'
          ? '<body><script src="/dist/amazon-cognito-auth.min.js"></script><script src="/application.js"></script>'
          : '<body><script type="module" src="/application.js"></script>',
      )
    case '/application.js':
      return script(
        setting.load === 'script'
          ? `;(${runApplication.toString()})(AmazonCognitoIdentity, ${orders()})`
          : `import * as library from '/dist/index.js'\n;(${runApplication.toString()})(library, ${orders()})`,
      )
    case '/dist/amazon-cognito-auth.min.js':
      return script(file('dist/amazon-cognito-auth.min.js'))
    case '/dist/index.js':
    case '/dist/cookies.js':
      // An import map would have to be inline, which the policy forbids: names become addresses as in a bundler.
      return script(
        file(pathname.slice(1)).replace(/\bfrom"(jwt-decode|js-cookie)"/g, 'from"/modules/$1.js"'),
      )
    case '/modules/jwt-decode.js':
      return script(file('node_modules/jwt-decode/build/esm/index.js'))
    case '/modules/js-cookie.js':
      return script(file('node_modules/js-cookie/dist/js.cookie.mjs'))
    case '/favicon.ico':
      // A browser with a window asks for it once, and a missing one would be said in its console.
      return new Response(null, { status: 204 })
    default:
      return setting.shared ? pool.fetch(request) : new Response('', { status: 404 })
  }
}

function orders(): string {
  return JSON.stringify({
    ...setting,
    options: {
      UserPoolId: pool.poolId,
      Issuer: pool.issuer,
      ClientId: 'app1',
      AppWebDomain: pool.origin,
      RedirectUriSignIn: address,
      RedirectUriSignOut: address,
    },
    thirdParty: thirdParty.origin,
  } satisfies Orders)
}

/** A page that shows the application in a frame. */
function frame(): string {
  return `<iframe src="${address.replaceAll('&', '&amp;')}"></iframe>`
}

function serveThirdParty({ url, method }: Request): Response {
  // It would take everything that it is offered.
  const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' }
  if (method === 'OPTIONS' || method === 'POST') return new Response('{}', { headers })
  const { pathname } = new URL(url)
  if (pathname.startsWith('/picture')) {
    const picture = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    return new Response(picture, { headers: { 'Content-Type': 'image/svg+xml' } })
  }
  const text = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Elsewhere</title>${pathname === '/frame' ? frame() : ''}</html>`
  return new Response(text, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
}

/** Waits for what comes about on its own, on machines that may be busy. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 })
/** Waits until the application says so. */
const status = (text: string) => page.locator('#status', { hasText: text }).waitFor()
const click = (name: string) => page.getByRole('button', { name, exact: true }).click()
/** What the application noted down about itself. */
const noted = (name: string) => page.locator('#status').getAttribute(`data-${name}`)
/** What was asked of the endpoints that scripts use, which is where tokens travel. */
const fetched = ({ arrived }: Site) =>
  arrived.filter(({ url }) => /^\/oauth2\/(token|revoke)$/.test(url.pathname))
const paths = (site: Site) => fetched(site).map(({ method, url }) => `${method} ${url.pathname}`)

async function signIn() {
  await page.goto(address)
  await status('Nobody')
  await click('Sign in')
  await fillSignIn(page, DEMO)
  await status('Signed in as demo')
}

async function refresh() {
  const before = await noted('token')
  await click('Refresh')
  await status('Signed in as demo')
  expect(before).toMatch(/^[\w-]{20,}$/)
  expect(await noted('token')).not.toBe(before)
}

/** Signs out, here and at the user pool, which asks for the password from then on. */
async function signOut() {
  await click('Sign out')
  await status('Nobody')
  expect(page.url()).toBe(address)
  await click('Sign in')
  await page.locator('#signInFormPassword').waitFor()
}

describe.each(['script', 'module'] as const)('the library as a %s', (load) => {
  describe.each(POLICY_NAMES)('under %s and trusted types', (policy) => {
    it(`A82: the page signs in, refreshes and signs out as a ${load} under ${policy}`, async () => {
      await arrange({ load, policy, flow: 'code' })
      await signIn()
      await refresh()
      await signOut()
      const requests = ['POST /oauth2/token', 'POST /oauth2/token', 'POST /oauth2/revoke']
      await eventually(() => paths(domain)).toEqual(requests)
      expect(said).toEqual([])
    })

    it(`A82: the page takes tokens of the implicit flow as a ${load} under ${policy}`, async () => {
      await arrange({ load, policy, flow: 'token', door: 'callbacks' })
      await signIn()
      await page.reload()
      await status('Signed in as demo')
      await signOut()
      expect(paths(domain)).toEqual([])
      // The signatures are checked against the keys of the user pool, which a script asks for.
      const asked = domain.arrived.filter(({ headers }) => headers.get('sec-fetch-dest') === 'empty')
      const keysUrl = `${pool.issuer}/.well-known/jwks.json`
      expect(new Set(asked.map(({ method, url }) => `${method} ${url.href}`))).toEqual(
        new Set([`GET ${keysUrl}`]),
      )
      for (const { headers } of asked)
        expect([headers.get('cookie'), headers.get('referer')]).toEqual([null, null])
      expect(said).toEqual([])
    })
  })
})

describe('the browser itself', () => {
  it.each(POLICY_NAMES)('A82: the browser does not keep to itself what %s forbids', async (policy) => {
    await arrange({ policy })
    await page.goto(address)
    await status('Nobody')
    expect(said).toEqual([])
    const elsewhere = `${thirdParty.origin}/forbidden`
    placed.add(elsewhere)
    await page.evaluate((url) => {
      const attempts = [
        () => (document.body.innerHTML += ' '),
        () => (document.createElement('script').src = url),
        () => void fetch(url).catch(() => 0),
      ]
      for (const attempt of attempts) {
        try {
          attempt()
        } catch {
          // Refused, as it has to be.
        }
      }
    }, elsewhere)
    const violations = () => said.filter((text) => text.startsWith('warning: violation of')).join('\n')
    for (const forbidden of ['Element innerHTML', 'HTMLScriptElement src', `connect-src: ${elsewhere}`]) {
      await eventually(violations).toContain(forbidden)
    }
    expect(thirdParty.arrived).toEqual([])
  })
})

describe('what a third party on the callback page learns', () => {
  beforeEach(() => {
    for (const name of ['picture-at-once', 'picture-afterwards', 'link']) {
      placed.add(`${thirdParty.origin}/${name}`)
    }
  })

  /** Follows the link as well; then the third party has been told the page's own address three times, and no more. */
  async function expectNoLeak() {
    await eventually(() => thirdParty.arrived.length).toBe(2)
    await page.getByRole('link', { name: 'Elsewhere' }).click()
    await page.waitForURL(`${thirdParty.origin}/link`)
    expect(thirdParty.arrived.map(({ url }) => url.pathname).sort()).toEqual([
      '/link',
      '/picture-afterwards',
      '/picture-at-once',
    ])
    for (const { headers } of thirdParty.arrived) {
      expect(headers.get('referer')).toBe(address)
      expect([...headers.values()].join(' ')).not.toMatch(SECRET)
    }
  }

  async function expectClean(url: string) {
    expect(page.url()).toBe(url)
    expect(await noted('added')).toBe('0')
    expect(await page.evaluate(() => history.state as unknown)).toEqual({ scrolledTo: 120 })
  }

  it.each([
    ['code', 'promises'],
    ['token', 'callbacks'],
  ] as const)(
    'A78: a sign-in in the %s flow, with %s, leaves the page its address, history and state',
    async (flow, door) => {
      await arrange({ flow, door })
      await page.goto(address)
      await status('Nobody')
      // On the way back only, lest what the first visit loads be counted.
      setting.furnished = true
      await click('Sign in')
      await fillSignIn(page, DEMO)
      await status('Signed in as demo')
      // The fragment of the implicit flow is the response; no route of the application fits beside it.
      await expectClean(flow === 'code' ? `${address}#/settings` : address)
      await expectNoLeak()
    },
  )

  it.each(['promises', 'callbacks'] as const)(
    'A78: the address is rid of an error that the user pool reported as well, with %s',
    async (door) => {
      await arrange({ door, scopes: ['openid', 'no/such-scope'] })
      await page.goto(address)
      await status('Nobody')
      setting.furnished = true
      await click('Sign in')
      await status('authorization_failed')
      await expectClean(`${address}#/settings`)
      await expectNoLeak()
    },
  )

  const foreign = `state=${'A'.repeat(43)}`
  const token = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.${'A'.repeat(342)}`
  it.each([
    ['a code', `&code=stolen&${foreign}`, '#/settings'],
    ['tokens', `#id_token=${token}&access_token=${token}&token_type=Bearer&${foreign}`, ''],
    ['a code behind the route', `#/settings?code=stolen&${foreign}&item=3`, '#/settings?item=3'],
  ])('A78: the address is rid of %s with a foreign state as well', async (_, response, kept) => {
    await arrange({ flow: response.includes('code') ? 'code' : 'token' })
    await page.goto(address)
    await status('Nobody')
    await click('Sign in')
    await page.locator('#signInFormPassword').waitFor()
    setting.furnished = true
    await page.goto(address + response)
    await status('state_mismatch')
    await expectClean(address + kept)
    await expectNoLeak()
    expect(paths(domain)).toEqual([])
  })
})

describe('the requests that carry codes and tokens', () => {
  it.each([307, 308])('A76: codes and tokens are not sent on to another origin by a %i', async (redirect) => {
    const fault = (path: string, target: string, times = 1) =>
      pool.addFault({
        path,
        times,
        status: redirect,
        headers: { Location: `${thirdParty.origin}/${target}`, 'Access-Control-Allow-Origin': '*' },
      })
    const keptHere = async () => {
      await status('CognitoAuthError')
      expect(thirdParty.arrived.map(({ method, body }) => `${method} ${body}`)).toEqual([])
      await status('CognitoAuthError: network')
    }
    await arrange({ flow: 'code' })
    await page.goto(address)
    await status('Nobody')
    // An exchange and a refresh are tried three times.
    fault('/oauth2/token', 'stolen', 3)
    await click('Sign in')
    await fillSignIn(page, DEMO)
    await keptHere()

    // The user pool knows the browser by now, and asks for no password.
    await click('Sign in')
    await status('Signed in as demo')
    fault('/oauth2/token', 'stolen', 3)
    await click('Refresh')
    await keptHere()
    fault('/oauth2/revoke', 'stolen')
    await click('Sign out here only')
    await status('Nobody')
    expect(paths(domain)).toEqual([...Array<string>(7).fill('POST /oauth2/token'), 'POST /oauth2/revoke'])
    expect(thirdParty.arrived).toEqual([])

    // Anybody else's request would have got there.
    placed.add(`${thirdParty.origin}/control`)
    fault('/oauth2/token', 'control')
    const send = (url: string) => fetch(url, { method: 'POST', body: new URLSearchParams({ code: 'any' }) })
    await page.evaluate(`(${send.toString()})('${domain.origin}/oauth2/token').then(() => 0)`)
    expect(thirdParty.arrived.map(({ method, body }) => `${method} ${body}`)).toEqual(['POST code=any'])
  })

  it.each([
    ['on an origin of its own', false],
    ["on the page's own origin", true],
  ])(
    'A77: token requests carry no cookie and no Referer, and need no preflight, to a user pool %s',
    async (_, shared) => {
      await arrange({ flow: 'code', shared })
      const site = shared ? application : domain
      await signIn()
      await refresh()
      expect((await context.cookies(`${site.origin}/oauth2/token`)).map(({ name }) => name)).toContain(
        'cognito',
      )
      await click('Sign out here only')
      await status('Nobody')
      expect(paths(site)).toEqual(['POST /oauth2/token', 'POST /oauth2/token', 'POST /oauth2/revoke'])
      for (const { headers } of fetched(site)) {
        expect(headers.get('cookie')).toBeNull()
        expect(headers.get('referer')).toBeNull()
        expect(headers.get('content-type')).toBe('application/x-www-form-urlencoded;charset=UTF-8')
      }
      expect(domain.arrived.filter(({ method }) => method === 'OPTIONS')).toEqual([])

      // All three would have been seen.
      const url = `${domain.origin}/oauth2/token`
      await page.evaluate(async (url) => {
        await fetch(url, { method: 'POST', credentials: 'include' }).catch(() => 0)
        await fetch(url, { method: 'POST', headers: { 'X-Any': '1' } }).catch(() => 0)
      }, url)
      const [carrying, preflight] = fetched(domain).slice(shared ? 0 : 3)
      expect(carrying?.headers.get('cookie')).toContain('cognito=')
      expect(carrying?.headers.get('referer')).toBe(address)
      expect(preflight?.method).toBe('OPTIONS')
    },
  )
})

describe('the application in a frame', () => {
  /** Where the frame is, whose pages the user pool refuses to show in one. */
  const pages = {
    "the application's own page": () => `${application.origin}/?framed`,
    'a page of another site': () => `${thirdParty.origin}/frame`,
  }
  const framed = () => page.frameLocator('iframe')
  const says = (text: string) => framed().locator('#status', { hasText: text }).waitFor({ timeout: 5_000 })

  describe.each(Object.keys(pages) as (keyof typeof pages)[])('of %s', (where) => {
    beforeEach(() => {
      placed.add(`${thirdParty.origin}/frame`)
    })

    it.each(['promises', 'callbacks'] as const)(
      `A29: the library refuses, with %s, to begin a sign-in that a frame of ${where} would not show`,
      async (door) => {
        await arrange({ door })
        await page.goto(pages[where]())
        await says('Nobody')
        await framed().getByRole('button', { name: 'Sign in' }).click()
        await says('CognitoAuthError: no_browser')
        expect(domain.arrived).toEqual([])
        expect(said).toEqual([])
      },
    )
  })

  it.each(['promises', 'callbacks'] as const)(
    'A29: an application that opens URLs itself may sign in from a frame, with %s',
    async (door) => {
      await arrange({ door, launches: true })
      await page.goto(pages["the application's own page"]())
      await says('Nobody')
      await framed().getByRole('button', { name: 'Sign in' }).click()
      await says('Opened /oauth2/authorize')
    },
  )
})

// These two come last: they look at everything that went before.
describe('over all of these pages', () => {
  it('A79: no message of the console and no error of a page holds a token, a verifier or a refresh token', async () => {
    const secret = /eyJ[\w-]+\.|code_verifier=|refresh_token=/
    await arrange({ flow: 'code' })
    await signIn()
    pool.addFault({ path: '/oauth2/token', status: 400, body: '{"error":"invalid_request"}' })
    await click('Refresh')
    await status('token_request_failed')
    // The browser has said that it failed.
    await eventually(() => everythingSaid.join('\n')).toContain('400')
    expect(everythingSaid.filter((text) => secret.test(text))).toEqual([])

    // A message and an error would have been heard.
    await page.evaluate(() => {
      const token = Object.values(localStorage).find((value) => String(value).startsWith('eyJ')) as string
      console.debug(token)
      window.setTimeout(() => {
        throw new Error(token)
      })
    })
    await eventually(() => everythingSaid.filter((text) => secret.test(text)).length).toBe(2)
  })

  it('A81: the page makes requests to its own origin and to the user pool, and to nobody else', async () => {
    await arrange({ flow: 'code', load: 'module' })
    await signIn()
    await refresh()
    await signOut()
    expect(new Set(requested.map(({ origin }) => origin))).toContain(domain.origin)
    const ours = [application.origin, domain.origin]
    const others = requested.filter(({ origin, href }) => !ours.includes(origin) && !placed.has(href))
    expect(others.map(({ href }) => href)).toEqual([])

    // It would have been seen.
    await page.goto(address)
    await page.evaluate((url) => navigator.sendBeacon(url), `${thirdParty.origin}/beacon`)
    await eventually(() => requested.map(({ href }) => href)).toContain(`${thirdParty.origin}/beacon`)
  })
})
