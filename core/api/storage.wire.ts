// Use of the disks on the wire.
import { z } from 'zod'
import type { FolderRow } from '../services/storage/folders.ts'
import type { StorageUse } from '../services/storage/index.ts'

const time = z.string().nullable()
const bytes = z.number()

export const folderSchema = z
  .object({
    id: z.int().nullable().meta({ description: 'Null: the data folder' }),
    name: z.string(),
    path: z.string().nullable().meta({ description: 'For the founder alone' }),
    state: z
      .enum(['ok', 'full', 'missing', 'read_only'])
      .meta({ description: '`full`: nothing more is recorded there; `missing`: its disk is not there' }),
    total_bytes: bytes.nullable(),
    free_bytes: bytes.nullable(),
    used_bytes: bytes.meta({ description: 'Of our recordings; the disk may hold more' }),
  })
  .meta({ id: 'StorageFolder', description: 'A folder of recordings, and the disk that it lies on' })

const name = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^\P{Cc}*$/u, 'must not contain control characters')
export const folderName = z.object({ name })
export const folderBody = z.object({
  name,
  path: z.string().min(1).max(1000).meta({ description: 'Whole, on the machine itself or in its container' }),
})
const placeSchema = z.object({ id: z.int(), name: z.string(), path: z.string() })
export const placeAnswer = z
  .object({ success: z.literal(true), data: placeSchema })
  .meta({ description: 'The folder as it is kept' })
export const done = z.object({ success: z.literal(true), message: z.string() }).meta({ description: 'It is done' })
export const placeOut = ({ id, name, path }: FolderRow): z.output<typeof placeSchema> => ({ id, name, path })

const cameraSchema = z.object({
  channel_id: z.int().nullable().meta({ description: 'Null: cameras that are gone' }),
  name: z.string(),
  folder: z.int().nullable(),
  bytes,
  recordings: z.int().meta({ description: 'How many, pictures among them' }),
  oldest_at: time,
  newest_at: time,
  bytes_per_day: bytes.meta({ description: 'What comes by itself, measured over the last week' }),
  retention_days: z.int().nullable(),
  quota_bytes: bytes.nullable(),
  full_at: time.meta({ description: 'When its disk will be full; null: never, as far as can be told' }),
  reaches_days: z.number().nullable().meta({ description: 'How far back what we record will reach' }),
})

export const storageAnswer = z.object({
  success: z.literal(true),
  data: z
    .object({
      folders: z.array(folderSchema),
      cameras: z.array(cameraSchema).meta({ description: 'A row for each folder in which a camera has something' }),
      bytes,
      bytes_per_day: bytes,
      full_at: time.meta({ description: 'When the first recordings go for want of room; null: rules keep it below' }),
      limits: z.object({ days: z.int().nullable(), bytes: bytes.nullable(), free_bytes: bytes.nullable() }),
    })
    .meta({ id: 'StorageUse', description: 'What our recordings take, and how long there is room' }),
})

const iso = (date: Date | null) => date?.toISOString() ?? null

export const folderOut = (folder: StorageUse['folders'][number]): z.output<typeof folderSchema> => ({
  ...{ id: folder.id, name: folder.name, path: folder.path, state: folder.state },
  ...{ total_bytes: folder.total, free_bytes: folder.free, used_bytes: folder.usedBytes },
})

export const storageOut = (use: StorageUse): z.output<typeof storageAnswer>['data'] => ({
  folders: use.folders.map(folderOut),
  cameras: use.cameras.map((camera) => ({
    ...{ channel_id: camera.channelId, name: camera.name, folder: camera.folder },
    ...{ bytes: camera.bytes, recordings: camera.recordings },
    ...{ oldest_at: iso(camera.oldestAt), newest_at: iso(camera.newestAt) },
    bytes_per_day: Math.round(camera.bytesPerDay),
    ...{ retention_days: camera.retentionDays, quota_bytes: camera.quotaBytes, full_at: iso(camera.fullAt) },
    reaches_days: camera.reachesDays === null ? null : Math.round(camera.reachesDays * 10) / 10,
  })),
  ...{ bytes: use.bytes, bytes_per_day: Math.round(use.bytesPerDay), full_at: iso(use.fullAt) },
  limits: { days: use.limits.days, bytes: use.limits.bytes, free_bytes: use.limits.freeBytes },
})
