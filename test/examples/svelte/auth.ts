import { readable } from 'svelte/store'
import { auth } from '../auth'

/** Who is signed in: `$session.status` and `$session.user`. */
export const session = readable(auth.getSnapshot(), (set) => auth.subscribe(set))
