// How each kind of change is read and written back: by the same verbs that people use, with their rights.
import { type ChannelSettings, Fault, type ImageSettings } from '#plugin'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import type { Caller } from '../../domain/caller.ts'
import type { AccessService } from '../access.ts'
import type { ActivityRow } from '../activity.ts'
import type { AlarmReasons } from '../alarm-reasons.ts'
import type { ChannelConfigs } from '../channel-config.ts'
import type { ChannelChanges, Channels } from '../channels.ts'
import type { DeviceControls } from '../device-controls.ts'
import type { DeviceUsers, RightWish, Scope } from '../device-users/index.ts'
import { rightIn } from '../device-users/rights.ts'
import type { ImagingService } from '../imaging.ts'
import type { Schedules } from '../schedule.ts'
import type { State } from './states.ts'

export interface WayDeps {
  access: Pick<AccessService, 'channel'>
  alarmReasons: Pick<AlarmReasons, 'sync' | 'restore' | 'ofDevice'>
  channelConfigs: Pick<ChannelConfigs, 'sync' | 'change'>
  channels: Pick<Channels, 'change'>
  deviceControls: Pick<DeviceControls, 'ask' | 'setOutput' | 'setHoliday'>
  deviceUsers: Pick<DeviceUsers, 'list' | 'syncRights' | 'change'>
  imaging: ImagingService
  schedules: Pick<Schedules, 'sync' | 'enable'>
}

export interface Way {
  /** How it is now, asked of the device. */
  present(names: string[]): State | Promise<State>
  /** Returns how it is afterwards. */
  write(former: State): State | Promise<State>
}

const asState = (value: object): State => ({ ...value })

/** Null where the row is of no kind that can be written back. */
export function wayBack(deps: WayDeps, caller: Caller, row: ActivityRow): Way | null {
  const id = row.resourceId ?? ''
  const { kind, output, quality: named, device_user, device_user_id } = row.metadata ?? {}

  function ofChannel(): Way {
    const channel = () => deps.access.channel(caller, id, 'manage')
    const state = ({ name, location, inUse, tags }: ReturnType<typeof channel>): State => ({
      ...{ name, location, in_use: inUse, tags },
    })
    return {
      present: () => state(channel()),
      write({ in_use: inUse, ...former }) {
        const changes = { ...former, ...(typeof inUse === 'boolean' && { inUse }) } as ChannelChanges
        return state(deps.channels.change(caller, id, changes))
      },
    }
  }

  function ofDetector(alarmKind: AlarmKind): Way {
    const its = row.resourceType === 'device' ? deps.alarmReasons.ofDevice : deps.alarmReasons
    return {
      async present() {
        const { sources } = await its.sync(caller, id)
        return asState(sources.find((one) => one.kind === alarmKind) ?? {})
      },
      async write({ enabled = null, notifies = null }) {
        const former = { enabled: enabled as boolean | null, notifies: notifies as boolean | null }
        return asState((await its.restore(caller, id, alarmKind, former)).after)
      },
    }
  }

  function ofRights(): Way {
    const user = () => {
      const found = deps.deviceUsers.list(caller, id).find((one) => one.userId === device_user_id)
      if (!found || found.name !== device_user)
        throw new Fault('conflict', `${device_user} is no longer a user of this device`)
      return found
    }
    const read = async (names: string[]): Promise<State> => {
      const { rights } = await deps.deviceUsers.syncRights(caller, id, user().id)
      return Object.fromEntries(names.map((name) => [name, rightIn(rights, rightOf(name))]))
    }
    return {
      present: read,
      async write(former) {
        const wishes = Object.entries(former).map(([name, value]) => ({ ...rightOf(name), allowed: value === true }))
        const change = { wishes, lists: [], force: false, dryRun: false }
        const { code, reason, needsForce } = await deps.deviceUsers.change(caller, id, user().id, change)
        // Whom that could lock out is for the page of its users, where it is said and can be insisted on.
        if (code !== 'OK') throw new Fault(needsForce ? 'conflict' : 'device-denied', reason ?? 'The device refused')
        return read(Object.keys(former))
      },
    }
  }

  switch (row.action) {
    case 'update_camera':
    case 'rename_channel':
    case 'place_channel':
    case 'tag_channel':
    case 'switch_channel_on':
    case 'switch_channel_off':
      return ofChannel()
    case 'update_channel_config': {
      const { deviceId } = deps.access.channel(caller, id, 'manage')
      const quality = named === 'sub' ? 'sub' : 'main'
      return {
        present: async () => asState((await deps.channelConfigs.sync(caller, deviceId, id, quality)).settings),
        async write(former) {
          const patch = former as Partial<ChannelSettings>
          return asState((await deps.channelConfigs.change(caller, deviceId, id, patch, { quality })).after)
        },
      }
    }
    case 'update_imaging':
      return {
        present: async () => asState(await deps.imaging.get(caller, id)),
        write: async (former) =>
          asState((await deps.imaging.change(caller, id, former as Partial<ImageSettings>)).after),
      }
    case 'update_recording_mode': {
      const { deviceId } = deps.access.channel(caller, id, 'manage')
      return {
        present: async () => ({ enabled: (await deps.schedules.sync(caller, deviceId, id)).schedule?.enabled }),
        write: async ({ enabled }) =>
          asState((await deps.schedules.enable(caller, deviceId, id, enabled === true)).after),
      }
    }
    case 'update_detection':
      return ofDetector(kind as AlarmKind)
    case 'update_device_user_permissions':
      return ofRights()
    case 'set_output':
      return {
        async present() {
          const { outputs } = await deps.deviceControls.ask(caller, id, 'outputs')
          return { active: outputs.find((one) => one.id === output)?.active }
        },
        write: async ({ active }) =>
          asState(await deps.deviceControls.setOutput(caller, id, Number(output), active === true)),
      }
    case 'set_holiday':
      return {
        present: async () => asState((await deps.deviceControls.ask(caller, id, 'holiday')).holiday ?? {}),
        write: async ({ enabled }) =>
          asState((await deps.deviceControls.setHoliday(caller, id, enabled === true)).after),
      }
    default:
      return null
  }
}

/** `remote.playback`, or `remote.channels.preview 3`. */
function rightOf(name: string): Omit<RightWish, 'allowed'> {
  const [path = '', number] = name.split(' ')
  const [scope, ...rest] = path.split('.')
  return {
    scope: scope as Scope,
    right: rest.at(-1) ?? '',
    channelNo: number === undefined ? null : Number(number),
  }
}
