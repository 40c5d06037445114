/** The first 32 bits of the fractional part of `x`. */
const fraction = (x: number): number => ((x % 1) * 2 ** 32) | 0

/** The first 64 primes, whose roots are the constants (FIPS 180-4, sections 4.2.2 and 5.3.3). */
function firstPrimes(): number[] {
  const primes: number[] = []
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n)
  return primes
}

type Words = [number, number, number, number, number, number, number, number]

/**
 * SHA-256 (FIPS 180-4), synchronous, because an authorize URL must be ready in the turn that asks for it and
 * `crypto.subtle.digest` is not (nor does it exist on an insecure origin). It hashes no secret that timing could leak.
 */
export function sha256(message: Uint8Array): Uint8Array {
  const primes = firstPrimes()
  const round = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))
  const hash = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))
  const { length } = message
  const padded = new Uint8Array(((length + 72) >> 6) << 6)
  padded.set(message)
  padded[length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, length / 2 ** 29)
  view.setUint32(padded.length - 4, length << 3)

  const schedule = new Int32Array(64)
  const rotate = (x: number, n: number) => (x >>> n) | (x << (32 - n))

  for (let block = 0; block < padded.length; block += 64) {
    let [a, b, c, d, e, f, g, h] = hash as unknown as Words
    for (let i = 0; i < 64; i++) {
      if (i < 16) schedule[i] = view.getInt32(block + i * 4)
      else {
        const w15 = schedule[i - 15] as number
        const w2 = schedule[i - 2] as number
        const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3)
        const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10)
        schedule[i] = (schedule[i - 16] as number) + s0 + (schedule[i - 7] as number) + s1
      }
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      const t1 = h + s1 + ((e & f) ^ (~e & g)) + (round[i] as number) + (schedule[i] as number)
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c))
      // One by one: an array a round would be most of the time that a page takes to read its first token.
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    ;[a, b, c, d, e, f, g, h].forEach((word, i) => {
      hash[i] = (hash[i] as number) + word
    })
  }

  hash.forEach((word, i) => {
    view.setInt32(i * 4, word)
  })
  return padded.slice(0, 32)
}
