import { describe, expect, test } from 'vitest'
import { Person } from '../helpers/person.ts'
import { CALLBACK, get, ORIGIN, request, SIGNED_OUT, testPool } from './helpers.ts'

/* The way out of redirect_mismatch, on the page that says it. */

const ASKED = 'http://localhost:5173/'

/** The terms of the page with what stands beside them. */
function facts({ page }: Person): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  for (const item of page.document.querySelectorAll('dt, dd')) {
    if (item.tagName === 'DT') found[item.textContent] = []
    else Object.values(found).at(-1)?.push(item.textContent)
  }
  return found
}

describe('the page of a refused address', () => {
  test.each(['/oauth2/authorize', '/login', '/signup'])('says how to allow it: %s', async (path) => {
    const { person } = await testPool()
    await person.open(request({ redirect_uri: ASKED }, path))
    expect(person.page.url).toBe(`${ORIGIN}/error?error=redirect_mismatch&client_id=app1`)
    expect(facts(person)).toEqual({
      error: ['redirect_mismatch'],
      client_id: ['app1'],
      'asked for': [ASKED],
      'callback URLs': [CALLBACK],
    })
    expect(person.text).toContain(
      `Add "${ASKED}" to callbackUrls (and to logoutUrls, if people sign out to it) of the app client app1.`,
    )
  })

  test('says it in the words of the program that runs the pool', async () => {
    const { person } = await testPool({}, { advice: (url, clientId) => `Tell ${clientId} of ${url}` })
    await person.open(request({ redirect_uri: ASKED }))
    expect(person.text).toContain(`Tell app1 of ${ASKED}`)
  })

  test.each([
    ['http://app.example/', 'plain http is for localhost only'],
    ['javascript:alert(1)', "javascript: is no application's own scheme"],
    ['app.example', 'not an absolute URL'],
  ])('says when no app client can have it: %s', async (asked, why) => {
    const { person } = await testPool()
    await person.open(request({ redirect_uri: asked }))
    expect(person.text).toContain('No app client can have it: it ')
    expect(person.text).toContain(why)
    expect(person.text).not.toContain('Add ')
    expect(person.page.document.querySelector(`a[href="${asked}"]`)).toBeNull()
  })

  test('shows what was asked for as text', async () => {
    const { pool, person } = await testPool()
    await person.open(request({ redirect_uri: 'https://<img src=x onerror=alert(1)>' }))
    expect(person.page.document.querySelector('main img')).toBeNull()
    expect(await (await get(pool, '/error?error=redirect_mismatch&client_id=app1')).text()).toContain(
      '&lt;img',
    )
  })

  test('believes nothing of its own address, and keeps clients apart', async () => {
    const { person } = await testPool()
    await person.open(request({ redirect_uri: ASKED }))
    await person.open('/error?error=redirect_mismatch&client_id=app2&redirect_uri=https://evil.example/')
    expect(person.text).not.toContain('evil.example')
    expect(person.text).not.toContain(ASKED)
    expect(facts(person)['callback URLs']).toEqual(['https://two.example/a', 'https://two.example/b?x=1'])
    await person.open('/error?error=redirect_mismatch&client_id=nobody')
    expect(Object.keys(facts(person))).toEqual(['error', 'client_id'])
  })

  test('tells of sign-out URLs too', async () => {
    const { person } = await testPool()
    await person.open(`/logout?client_id=app1&logout_uri=${ASKED}`)
    expect(facts(person)).toEqual({ 'asked for': [ASKED], 'sign-out URLs': [SIGNED_OUT] })
    expect(person.text).toContain(`Add "${ASKED}"`)
    await person.open(`/logout?client_id=app2`)
    expect(facts(person)).toEqual({ 'sign-out URLs': ['none'] })
    await person.open(`/logout?client_id=app1&response_type=code&redirect_uri=${ASKED}`)
    expect(facts(person)['asked for']).toEqual([ASKED])
  })
})
