import { describe, expect, it } from 'vitest'
import { sameOriginUrl } from '../../../src/oauth/return-to.js'

const page = 'https://app.example/in/?tab=1#top'

describe('sameOriginUrl', () => {
  it.each([
    ['/orders?x=1#y', 'https://app.example/orders?x=1#y'],
    ['next', 'https://app.example/in/next'],
    ['', 'https://app.example/in/?tab=1'],
    ['#/route', 'https://app.example/in/?tab=1#/route'],
    ['https://app.example', 'https://app.example/'],
    ['https://app.example:443/x', 'https://app.example/x'],
  ])('makes of %j %j', (target, url) => {
    expect(sameOriginUrl(target, page)).toBe(url)
  })

  it.each([
    ...['//evil.example', '\\\\evil.example', 'https://evil.example/', 'http://app.example/'],
    ...['https://app.example:8443/', 'https://app.example.evil.example/', 'https://user@app.example/'],
    ...['https://:password@app.example/', 'javascript:alert(1)', 'data:text/html,x', 'http://'],
    ...['blob:https://app.example/0b5a6d4e'],
  ])('makes nothing of %j', (target) => {
    expect(sameOriginUrl(target, page)).toBeUndefined()
  })

  it('makes nothing of nothing, and nothing on a page that is no page', () => {
    expect(sameOriginUrl(undefined, page)).toBeUndefined()
    expect(sameOriginUrl(null, page)).toBeUndefined()
    expect(sameOriginUrl('about:blank', 'about:blank')).toBeUndefined()
    expect(sameOriginUrl('file:///x', 'file:///y')).toBeUndefined()
  })

  it('works on a page of http, which localhost may be', () => {
    expect(sameOriginUrl('/x', 'http://localhost:3000/')).toBe('http://localhost:3000/x')
    expect(sameOriginUrl('http://localhost:3001/', 'http://localhost:3000/')).toBeUndefined()
  })

  it('takes 8,192 characters and no more', () => {
    const longest = `/${'x'.repeat(8192 - 'https://app.example/'.length)}`
    expect(sameOriginUrl(longest, page)).toHaveLength(8192)
    expect(sameOriginUrl(`${longest}x`, page)).toBeUndefined()
  })
})
