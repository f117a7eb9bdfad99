// Notifications as the worker shows them: an alarm is told whatever the browser's store says.
import { afterEach, expect, test } from 'bun:test'
import type { showNote as ShowNote } from './notices.ts'

const scope = globalThis as { registration?: unknown; caches?: unknown }
const { caches } = scope
afterEach(() => {
  delete scope.registration
  scope.caches = caches
})

/** The worker's file finds these around it. */
async function workerIn(open: () => Promise<unknown>) {
  const shown: { title: string; body?: string }[] = []
  scope.registration = {
    scope: 'https://porch.example/',
    showNotification: async (title: string, { body }: NotificationOptions) =>
      shown.push({ title, ...(body && { body }) }),
  }
  scope.caches = { open }
  const { showNote }: { showNote: typeof ShowNote } = await import('./notices.ts')
  return { showNote, shown }
}

const message = JSON.stringify({
  kind: 'motion',
  title: 'Motion',
  where: 'Garage',
  channel: 5,
  at: new Date().toISOString(),
})

test('in the words of the page that was open last', async () => {
  const words = { kinds: { motion: 'Bewegung' }, testTitle: '', testText: '' }
  const { showNote, shown } = await workerIn(async () => ({ match: async () => Response.json(words) }))
  await showNote(message)
  expect(shown).toEqual([{ title: 'Bewegung', body: 'Garage' }])
})

test('in the appliance’s own words where the browser gives none: a browser that shows nothing is told nothing any more', async () => {
  const broken = [
    () => Promise.reject(new DOMException('Not here', 'SecurityError')),
    async () => ({ match: async () => new Response('<!doctype html>') }),
    async () => ({ match: async () => undefined }),
  ]
  for (const open of broken) {
    const { showNote, shown } = await workerIn(open)
    await showNote(message)
    expect(shown).toEqual([{ title: 'Motion', body: 'Garage' }])
  }
})
