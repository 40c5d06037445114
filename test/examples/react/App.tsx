import { fetchWithToken } from 'cognito-auth'
import { useEffect, useState } from 'react'
import { auth } from '../auth'
import { RequireAuth, useAuth } from './auth'

export function App() {
  const { user, failure } = useAuth()
  return (
    <main>
      <h1>Orders</h1>
      {failure && <p role="alert">{failure.message}</p>}
      {user && (
        <p>
          Hello {user.email} <button onClick={() => void auth.signOut()}>Sign out</button>
        </p>
      )}
      <RequireAuth>
        <Orders />
      </RequireAuth>
    </main>
  )
}

function Orders() {
  const [orders, setOrders] = useState<string[]>([])
  const [problem, setProblem] = useState('')
  useEffect(() => {
    const leaving = new AbortController()
    loadOrders(leaving.signal).then(setOrders, (error: unknown) => {
      if (!leaving.signal.aborted) setProblem((error as Error).message)
    })
    return () => {
      leaving.abort()
    }
  }, [])
  if (problem) return <p role="alert">{problem}</p>
  return (
    <ul>
      {orders.map((order) => (
        <li key={order}>{order}</li>
      ))}
    </ul>
  )
}

async function loadOrders(signal: AbortSignal): Promise<string[]> {
  const response = await fetchWithToken(auth, '/api/orders', { signal })
  if (!response.ok) throw new Error(`The orders could not be loaded: ${response.status}`)
  return (await response.json()) as string[]
}
