import { X509Certificate } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { certificateIn } from '../../sample/user-pool/src/certificate.ts'

const DAY = 24 * 60 * 60 * 1000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cognito-local-domain-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

describe('the certificate of --tls', () => {
  test('is for this machine and vouches for nobody else', async () => {
    const { cert } = await certificateIn(join(folder, 'new'))
    const read = new X509Certificate(cert)
    expect(read.checkHost('localhost')).toBe('localhost')
    for (const address of ['127.0.0.1', '::1']) expect(read.checkIP(address)).toBe(address)
    expect(read.checkHost('example.com')).toBeUndefined()
    expect(read.ca).toBe(false)
    expect(new Date(read.validTo).getTime() - new Date(read.validFrom).getTime()).toBeLessThan(825 * DAY)
  })

  test('is kept until it is over', async () => {
    const now = Date.UTC(2026, 0, 15)
    const first = await certificateIn(folder, now)
    expect(await certificateIn(folder, now + 799 * DAY)).toEqual(first)
    const second = await certificateIn(folder, now + 801 * DAY)
    expect(second.cert).not.toBe(first.cert)
    expect(second.file).toBe(first.file)
    // Without its key it is of no use.
    rmSync(join(folder, 'localhost.key'))
    expect((await certificateIn(folder, now + 801 * DAY)).cert).not.toBe(second.cert)
    expect(existsSync(join(folder, 'localhost.key'))).toBe(true)
  })

  test('is not replaced when it is something else', async () => {
    const { file } = await certificateIn(folder)
    writeFileSync(file, 'my diary')
    await expect(certificateIn(folder)).rejects.toThrow(
      `${file} is no certificate. Remove it, and another is made.`,
    )
  })
})
