import { X509Certificate } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from 'selfsigned'

/** A certificate and its key, as PEM, and the file that a machine is told to trust. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  readonly file: string
}

const DAY = 24 * 60 * 60 * 1000
/** Safari takes no certificate that is good for longer than 825 days. */
const LIFETIME = 800 * DAY

/** The certificate of a folder, made at the first start and again when it is over; it is for this machine only. */
export async function certificateIn(folder: string, now = Date.now()): Promise<Certificate> {
  const file = join(folder, 'localhost.crt')
  const keyFile = join(folder, 'localhost.key')
  const kept = await Promise.all([read(file), read(keyFile)])
  const [cert, key] = kept
  if (cert !== undefined && key !== undefined && isGood(cert, file, now)) return { cert, key, file }
  const made = await generate([{ name: 'commonName', value: 'cognito-local-domain on localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - DAY),
    notAfterDate: new Date(now + LIFETIME),
    extensions: [
      // It vouches for no other name than these, so that trusting it gives nothing away.
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  await mkdir(folder, { recursive: true })
  await writeFile(keyFile, made.private, { mode: 0o600 })
  await writeFile(file, made.cert)
  return { cert: made.cert, key: made.private, file }
}

function isGood(cert: string, file: string, now: number): boolean {
  try {
    return new Date(new X509Certificate(cert).validTo).getTime() > now
  } catch (error) {
    throw new Error(`${file} is no certificate. Remove it, and another is made.`, { cause: error })
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
