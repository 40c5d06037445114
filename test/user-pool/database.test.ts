import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../sample/user-pool/src/database.ts'
import { memoryStore } from '../../sample/user-pool/src/index.ts'

function numbered() {
  const database = openDatabase()
  database.script('CREATE TABLE numbers (number INTEGER PRIMARY KEY) STRICT')
  const add = (number: number) => database.run('INSERT INTO numbers (number) VALUES (?)', number)
  const fail = (number: number) => {
    database.transaction(() => {
      add(number)
      throw new Error('stop')
    })
  }
  const kept = () => database.all('SELECT number FROM numbers').map(({ number }) => number)
  return { database, add, fail, kept }
}

describe('a transaction', () => {
  test('is done whole or not at all', () => {
    const { database, add, fail, kept } = numbered()
    expect(() => {
      fail(1)
    }).toThrow('stop')
    expect(kept()).toEqual([])
    expect(
      database.transaction(() => {
        add(2)
        return add(3)
      }),
    ).toBe(1)
    expect(kept()).toEqual([2, 3])
  })

  test('goes on without a part that failed, and ends with one that is not caught', () => {
    const { database, add, fail, kept } = numbered()
    database.transaction(() => {
      add(1)
      expect(() => {
        fail(2)
      }).toThrow('stop')
      database.transaction(() => add(3))
    })
    expect(kept()).toEqual([1, 3])
    expect(() => {
      database.transaction(() => {
        database.transaction(() => add(4))
        fail(5)
      })
    }).toThrow('stop')
    expect(kept()).toEqual([1, 3])
  })

  test('has its effects once it is committed, and none when it is not', () => {
    const { database, add } = numbered()
    const seen: string[] = []
    const effect = (name: string) => {
      database.afterCommit(() => seen.push(name))
    }
    const failing = () => {
      database.transaction(() => {
        effect('of a part that failed')
        throw new Error('stop')
      })
    }
    database.transaction(() => {
      add(1)
      effect('first')
      expect(failing).toThrow('stop')
      database.transaction(() => {
        effect('second')
      })
      expect(seen).toEqual([])
    })
    expect(seen).toEqual(['first', 'second'])
    expect(failing).toThrow('stop')
    effect('at once')
    expect(seen).toEqual(['first', 'second', 'at once'])
  })
})

test('a store in memory is one database for all who open it, whoever closes it', () => {
  const store = memoryStore()
  const first = store.open(() => undefined)
  first.run("INSERT INTO revoked (origin_jti, expires_at) VALUES ('o', 1)")
  first.close()
  expect(store.open(() => undefined).get('SELECT origin_jti FROM revoked')).toEqual({ origin_jti: 'o' })
})
