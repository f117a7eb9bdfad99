// Rights of a device's users: only what is named is changed, in the device's own document.
import { describe, expect, test } from 'bun:test'
import { faultOf, recorder } from '../test-session.ts'

const PATH = '/ISAPI/Security/UserPermission'
const flags = (names: string, value = false) =>
  names
    .split(' ')
    .map((name) => `<${name}>${value}</${name}>`)
    .join('\n')
const channels = (names: string) =>
  `<videoChannelPermissionList>\n${[1, 2].map((id) => `<videoChannelPermission><id>${id}</id>${flags(names)}</videoChannelPermission>`).join('\n')}
</videoChannelPermissionList>
<ptzChannelPermissionList><ptzChannelPermission><id>1</id><ptzControl>false</ptzControl></ptzChannelPermission></ptzChannelPermissionList>`
const permission = (
  id: number,
  userId: number,
) => `<UserPermission version="1.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<id>${id}</id>
<userID>${userId}</userID>
<userType>operator</userType>
<localPermission>
${flags('upgrade parameterConfig restartOrShutdown logOrStateCheck manageChannel playBack record ptzControl backup')}
${channels('playBack record backup')}
</localPermission>
<remotePermission>
${flags('parameterConfig logOrStateCheck upgrade voiceTalk restartOrShutdown', true)}
${flags('alarmOutOrUpload contorlLocalOut transParentChannel preview record ptzControl playBack')}
${channels('preview record playBack audio')}
</remotePermission>
<unknown a="1">kept</unknown>
</UserPermission>`

describe('rights', () => {
  test('are read under our names, each scope with what the device knows there', async () => {
    await using stand = await recorder({ documents: { [`${PATH}/2`]: permission(2, 2) } })
    const rights = await (await stand.connect()).permissions?.read(2)
    expect(rights?.role).toBe('operator')
    expect(Object.keys(rights?.local?.global ?? {})).not.toContain('preview')
    expect(rights?.remote?.global).toMatchObject({
      voice_talk: true,
      control_local_out: false,
      transparent_channel: false,
    })
    expect(rights?.local?.channels).toEqual({
      1: { playback: false, record: false, backup: false, ptz_control: false },
      2: { playback: false, record: false, backup: false },
    })
    expect(rights?.remote?.channels[2]).toEqual({ preview: false, record: false, playback: false })
  })

  test('a change touches the named rights and nothing else, and tells which are unknown', async () => {
    const before = permission(2, 2)
    await using stand = await recorder({ documents: { [`${PATH}/2`]: before } })
    const { permissions } = await stand.connect()
    const written = await permissions?.write(2, {
      local: { global: { preview: true }, channels: { 1: { ptz_control: true }, 7: { playback: true } } },
      remote: { global: { control_local_out: true, voice_talk: true }, channels: { 2: { preview: true } } },
    })
    expect(written?.ignored).toEqual(['local.preview', 'local.7.playback'])
    expect(written?.after.remote?.global.control_local_out).toBe(true)
    const [local = '', remote = ''] = before.split('<remotePermission>')
    const wanted = `${local.replace('<ptzChannelPermission><id>1</id><ptzControl>false', '<ptzChannelPermission><id>1</id><ptzControl>true')}<remotePermission>${remote
      .replace('<contorlLocalOut>false', '<contorlLocalOut>true')
      .replace('<id>2</id><preview>false', '<id>2</id><preview>true')}`
    expect(stand.device.writes).toEqual([{ request: `PUT ${PATH}/2`, body: wanted }])
    await permissions?.write(2, { remote: { global: { voice_talk: true } } })
    expect(stand.device.writes.length).toBe(1)
  })

  test('what the device drops is told', async () => {
    await using stand = await recorder({
      documents: { [`${PATH}/2`]: permission(2, 2) },
      onPut: (_path, _body, before) => ({ keep: before }),
    })
    const { permissions } = await stand.connect()
    expect((await permissions?.write(2, { remote: { global: { preview: true } } }))?.ignored).toEqual([
      'remote.preview',
    ])
  })

  test('the number of the rights may differ from that of the user', async () => {
    const list = `<UserPermissionList>${permission(1, 5)}${permission(4, 2)}</UserPermissionList>`
    await using stand = await recorder({
      documents: { [PATH]: list, [`${PATH}/4`]: permission(4, 2), [`${PATH}/2`]: permission(2, 9) },
    })
    const { permissions } = await stand.connect()
    await permissions?.write(2, { remote: { global: { preview: true } } })
    expect(stand.device.writes.map(({ request }) => request)).toEqual([`PUT ${PATH}/4`])
    expect((await faultOf(permissions?.read(3))).kind).toBe('not-found')
  })

  test('a camera has no local scope', async () => {
    const xml = permission(2, 2).replace(/<localPermission>[\s\S]*<\/localPermission>/, '')
    await using stand = await recorder({ documents: { [`${PATH}/2`]: xml } })
    const { permissions } = await stand.connect()
    expect((await permissions?.read(2))?.local).toBeNull()
    expect((await permissions?.write(2, { local: { global: { upgrade: true } } }))?.ignored).toEqual(['local.upgrade'])
  })
})
