// A found device becomes one of ours, with all of its pictures; the one that was asked for gets the name that was given.
import { type Caller, Fault, type Services } from '#plugin'
import { type Channel, CLIENT, fieldsOf, HIDDEN_FIELD, NAME_FIELD, namesOf, refuseName, streamsOf } from './names.ts'
import { type DeviceLogin, type OnvifProfiles, sourceOf } from './onvif-profiles.ts'

const NO_PROFILE = 'Profile not found'

export function createOnvifAdding(services: Services, profiles: OnvifProfiles) {
  const { access, clientFields, devices } = services

  const nameIt = ({ id: channelId, householdId, slug }: Channel, name: string) =>
    clientFields.keep(CLIENT, { householdId, channelId }, { [NAME_FIELD]: name === slug ? null : name })

  function refuseTaken(caller: Caller, name: string): void {
    const nameOf = namesOf(services)
    if (streamsOf(services, caller).some((channel) => nameOf(channel) === name))
      throw new Fault('conflict', 'Stream already exists')
  }

  const pictureOf = (caller: Caller, deviceId: number, token: string): Channel | undefined =>
    access.visibleChannels(caller, { deviceId }).find(({ sourceKey }) => sourceKey === sourceOf(token))

  function alreadyOurs(caller: Caller, deviceId: number, token: string): Fault {
    const channel = pictureOf(caller, deviceId, token)
    if (!channel) return new Fault('not-found', NO_PROFILE)
    const name = namesOf(services)(channel)
    return fieldsOf(services)(channel)[HIDDEN_FIELD] === true
      ? new Fault('conflict', `This camera is here, but hidden: add the stream ${name} again by POST /api/streams`)
      : new Fault('conflict', `Stream already exists: this camera is here as ${name}`)
  }

  return {
    async add(caller: Caller, login: DeviceLogin, token: string, name: string) {
      refuseName(name)
      refuseTaken(caller, name)
      const ours = profiles.own(caller, login.url)
      if (ours) throw alreadyOurs(caller, ours.id, token)
      const { channels } = await profiles.look(caller, login)
      if (!channels?.some(({ sourceKey }) => sourceKey === sourceOf(token))) throw new Fault('not-found', NO_PROFILE)
      const { url: address, username, password } = login
      const device = devices.add(caller, { address, username, password, brand: profiles.brandAt(caller, address) })
      try {
        // Nobody's deed but the one that adding it is.
        await devices.syncNow({ kind: 'system' }, device.id)
        const channel = pictureOf(caller, device.id, token)
        if (!channel) throw new Fault('not-found', NO_PROFILE)
        // Somebody may have taken it while the device was asked.
        refuseTaken(caller, name)
        nameIt(channel, name)
      } catch (error) {
        // Whoever is told that it failed finds nothing of it.
        await devices.remove(caller, device.id)
        throw error
      }
      const others = channels.length - 1
      const more =
        others > 0 ? `, and ${others === 1 ? 'one more picture' : `${others} more pictures`} of the device` : ''
      const message = `${name} is added${more}. It is not recorded before that is switched on`
      return { success: true, message, stream_name: name }
    },
  }
}
