// Who may save what only a recorder has, at each door: asked before anything is fetched, also of who asks no more than whether it is there.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { startRecorders, viewer } from '../core/testing/recorders.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'

setDefaultTimeout(60_000)

test('whether a clip can be saved is told to who may save it', async () => {
  await using it = await startRecorders([vibenvr, lightnvr])
  const channelId = it.channels[0].id as number
  const keyOf = async (by: string) => (await it.ask('POST', '/api/keys', { name: 'test' }, by)).body.data.key as string
  const [watcher, saver] = [
    await keyOf(await viewer(it.app, { channelId, export: false })),
    await keyOf(await viewer(it.app, { channelId, export: true })),
  ]
  const open = (path: string, key: string, method = 'GET') =>
    fetch(it.app.url + path, { method, headers: { 'x-api-key': key } })
  const bodyOf = async (path: string) =>
    (await (await open(path, saver)).json()) as Record<string, { id: number | string }[] | undefined>
  await it.ask('GET', `/api/footage/clips?channel_ids=${channelId}&from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z`)
  const [clip] = await until('its clips are known', async () => {
    const found = (await (await open('/vibenvr/events?source=device', watcher)).json()) as {
      id: number
      file_path: string
    }[]
    return found.length > 0 && found
  })
  const saved = `/vibenvr/events/${clip?.id}/download`
  const played = `/vibenvr/media/${clip?.file_path.replace('/var/lib/vibe/recordings/', '')}`
  const statuses = async (key: string, method: string) => [
    (await open(saved, key, method)).status,
    (await open(played, key, method)).status,
  ]
  expect(await statuses(watcher, 'HEAD')).toEqual([403, 200])
  expect(await statuses(saver, 'HEAD')).toEqual([200, 200])
  const refused = await open(saved, watcher)
  expect([refused.status, await refused.json()]).toEqual([403, { detail: 'Not authorized to download this event' }])

  const span = 'startDate=2026-01-10T08:00:00Z&endDate=2026-01-10T09:00:00Z'
  const { recordings } = await bodyOf('/lightnvr/api/recordings?source=device')
  const { data } = await bodyOf(`/api/recordings?cameraId=${channelId}&source=device&${span}`)
  for (const path of [
    `/lightnvr/api/recordings/download/${recordings?.[0]?.id}`,
    `/api/recordings/${data?.[0]?.id}/download`,
  ])
    for (const [key, status] of [
      [watcher, 403],
      [saver, 200],
    ] as const)
      expect([path, (await open(path, key, 'HEAD')).status]).toEqual([path, status])
})
