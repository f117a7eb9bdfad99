// What the page that finds devices asks the API.
import type { addedOut, discoveryOut } from '../../../../core/api/discovery.wire.ts'
import { ask } from '../../../api.ts'
import type { Answer } from '../../../client.ts'

export type Search = ReturnType<typeof discoveryOut>['data']
export type Found = Search['items'][number]
export type Added = ReturnType<typeof addedOut>['data'][number]

const bare = <T>(answer: Answer<{ data: T }>): Answer<T> =>
  answer.kind === 'ok' ? { kind: 'ok', data: answer.data.data } : answer

export const loadSearch = async (signal?: AbortSignal) =>
  bare(await ask<{ data: Search }>('/api/discovery', { signal }))
export const startSearch = async () => bare(await ask<{ data: Search }>('/api/discovery', { method: 'POST', body: {} }))

export interface Login {
  username: string
  password: string
}

/** One try of the login on each. */
export const addFound = async (login: Login, found: readonly Found[]) =>
  bare(
    await ask<{ data: Added[] }>('/api/discovery/add', {
      method: 'POST',
      body: { ...login, items: found.map(({ brand, address }) => ({ brand, address })) },
    }),
  )
