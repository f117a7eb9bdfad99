// Where recordings lie, how much of the disks they take, and the day on which there will be no more room.
import type { Db } from '../../db/open.ts'
import type { Caller } from '../../domain/caller.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import { channelName } from '../channels.ts'
import type { Settings } from '../settings.ts'
import { type Look, usuallyFree } from './disks.ts'
import { createFolderEdits, type FolderEdits } from './edit.ts'
import type { StorageFolders } from './folders.ts'
import { forecast, type Limits } from './forecast.ts'
import type { Sums } from './sums.ts'
import { type SummedUse, usesOf } from './uses.ts'

export interface FolderUse extends Look {
  /** Null = the data folder. */
  id: number | null
  name: string
  /** For the founder alone. */
  path: string | null
  /** Of all households. */
  usedBytes: number
}

export interface CameraUse {
  /** Null = cameras that are gone. */
  channelId: number | null
  name: string
  folder: number | null
  bytes: number
  recordings: number
  oldestAt: Date | null
  newestAt: Date | null
  bytesPerDay: number
  /** Of our recorder's rule; null also where there is none. */
  retentionDays: number | null
  quotaBytes: number | null
  /** When its disk will be full. */
  fullAt: Date | null
  /** How far back what we record will reach. */
  reachesDays: number | null
}

export interface StorageUse {
  folders: FolderUse[]
  /** Of the caller's household, a row for each folder in which something of a camera lies or will lie. */
  cameras: CameraUse[]
  bytes: number
  bytesPerDay: number
  /** The first of all folders. */
  fullAt: Date | null
  limits: Limits & { freeBytes: number | null }
}

export interface Storage {
  /** Right: `system`. */
  use(caller: Caller): Promise<StorageUse>
  /** Folders beside the data folder. Right: `appliance`. */
  folders: FolderEdits
  /** Whether there is such a folder beside the data folder, also while its disk is away. */
  has(folderId: number): boolean
  /** From now on it is seen when the disk of a folder goes or comes. */
  start(): void
}

interface Deps {
  db: Db
  access: AccessService
  activity: Pick<Activity, 'record'>
  folders: StorageFolders
  settings: Pick<Settings, 'get'>
  sums: Sums
  /** The data folder. */
  dataFolder: string
  now: () => Date
}

const DAY_MS = 86_400_000

export function createStorage(deps: Deps): Storage {
  const { db, access, settings, folders, sums, now } = deps

  async function looksOfAll(): Promise<Omit<FolderUse, 'usedBytes'>[]> {
    const own = { id: null, name: 'Data folder', path: folders.rootOf({ kind: 'video', folderId: null }) }
    const each = [own, ...folders.all()]
    return Promise.all(each.map(async ({ id, name, path }) => ({ id, name, path, ...(await folders.look(id)) })))
  }

  return {
    folders: createFolderEdits(deps),
    has: (folderId) => folders.all().some(({ id }) => id === folderId),
    start: () => folders.start(),
    async use(caller) {
      const householdId = access.household(caller, 'system')
      const isFounder = 'founder' in caller && caller.founder
      const { free_bytes: freeBytes, ...limits } = settings.get('recording_limits')
      const looks = await looksOfAll()
      const uses = usesOf(db, sums(), now(), (id) => settings.get('picture_retention', id))
      const rooms = looks.map(({ id, free, total }) => ({
        folder: id,
        bytes: free === null ? null : free - (freeBytes ?? usuallyFree(total ?? 0)),
      }))
      const { fullInDays, reachesDays } = forecast(uses, rooms, limits)
      const dayOf = (days: number | null | undefined) => (days == null ? null : new Date(+now() + days * DAY_MS))
      const days = [...fullInDays.values()].filter((inDays) => inDays !== null)
      const names = new Map(access.visibleChannels(caller).map((channel) => [channel.id, channelName(channel)]))
      const mine = uses.map((use, index) => ({ use, reach: reachesDays[index] ?? null }))
      const rows = Map.groupBy(
        mine.filter(({ use }) => use.sum.householdId === householdId),
        ({ use }) => `${use.sum.channelId} ${use.folder}`,
      )
      const cameras = [...rows.values()].map((parts) => cameraUse(parts, names, (id) => dayOf(fullInDays.get(id))))
      return {
        folders: looks.map((folder) => ({
          ...folder,
          path: isFounder ? folder.path : null,
          usedBytes: uses.reduce((sum, use) => sum + (use.folder === folder.id ? use.bytes : 0), 0),
        })),
        cameras,
        bytes: cameras.reduce((sum, { bytes }) => sum + bytes, 0),
        bytesPerDay: cameras.reduce((sum, { bytesPerDay }) => sum + bytesPerDay, 0),
        fullAt: days.length ? dayOf(Math.min(...days)) : null,
        limits: { ...limits, freeBytes },
      }
    },
  }
}

interface Part {
  use: SummedUse
  reach: number | null
}

function cameraUse(
  parts: readonly Part[],
  names: ReadonlyMap<number, string>,
  fullAt: (folder: number | null) => Date | null,
): CameraUse {
  const { folder, sum } = (parts[0] as Part).use
  const total = (of: (use: SummedUse) => number) => parts.reduce((all, { use }) => all + of(use), 0)
  const there = parts.filter(({ use }) => use.sum.recordings)
  const edge = (of: (...times: number[]) => number, times: number[]) => (times.length ? new Date(of(...times)) : null)
  const recorded = parts.find(({ use }) => use.isRecorder)
  return {
    channelId: sum.channelId,
    name: (sum.channelId !== null && names.get(sum.channelId)) || 'Removed cameras',
    folder,
    bytes: total(({ bytes }) => bytes),
    recordings: total((use) => use.sum.recordings),
    oldestAt: edge(
      Math.min,
      there.map(({ use }) => +use.sum.oldestAt),
    ),
    newestAt: edge(
      Math.max,
      there.map(({ use }) => +use.sum.newestAt),
    ),
    bytesPerDay: total(({ bytesPerDay }) => bytesPerDay),
    retentionDays: recorded?.use.rule?.retentionDays ?? null,
    quotaBytes: recorded?.use.rule?.quotaBytes ?? null,
    fullAt: fullAt(folder),
    reachesDays: recorded?.reach ?? null,
  }
}
