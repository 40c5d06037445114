import { webStorage } from '../browser.js'
import { MemoryStorage } from './MemoryStorage.js'

/** A storage together with `clear()`, which localStorage and {@link MemoryStorage} have. */
export type ClearableStorage = Pick<Storage, 'setItem' | 'removeItem' | 'clear'> & {
  getItem(key: string): string | null | undefined
}

/** Chooses localStorage, or a memory of its own where that is blocked, full or absent. */
export class StorageHelper {
  /** The storage that was chosen. */
  readonly storageWindow: ClearableStorage = webStorage('localStorage') ?? new MemoryStorage()

  /** The storage that was chosen. */
  getStorage(): ClearableStorage {
    return this.storageWindow
  }
}
