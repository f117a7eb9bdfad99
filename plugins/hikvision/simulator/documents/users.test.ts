// Accounts and their rights: made, changed, removed, and refused where rights are missing.
import { describe, expect, test } from 'bun:test'
import { startSimulator } from '../index.ts'
import { curl, hasCurl } from '../testing/curl.ts'
import { call, edit, get, texts } from '../testing/edit.ts'

const guest = { user: 'guest', password: 'porchlight-2' }
const keeper = { user: 'keeper', password: 'porchlight-2' }
const start = (model: 'nvr8' | 'dvr4' | 'camera' = 'nvr8') => startSimulator({ model, rtsp: false })

const userXml = (id: number, name: string, password: string, level = 'Viewer') =>
  `<User><id>${id}</id><userName>${name}</userName><password>${password}</password><userLevel>${level}</userLevel></User>`

describe('accounts', () => {
  test('a new one can sign in, change its level and be removed', async () => {
    await using device = await start()
    const added = await call(device.port, 'POST', 'Security/users', userXml(0, 'anna', 'Garden-2026'))
    expect(texts(added.text, 'id')).toEqual(['4'])
    const anna = { user: 'anna', password: 'Garden-2026' }
    expect((await get(device.port, 'Security/userCheck', anna)).status).toBe(200)
    expect(
      (await call(device.port, 'PUT', 'Security/users/4', userXml(4, 'anna', 'Other-2026', 'Operator'))).status,
    ).toBe(200)
    const list = await get(device.port, 'Security/users')
    expect(texts(list.text, 'userLevel')).toEqual(['Administrator', 'Operator', 'Viewer', 'Operator'])
    expect(list.text).not.toContain('2026')
    expect(JSON.stringify(device.stats.writes)).not.toContain('Other-2026')
    expect((await call(device.port, 'DELETE', 'Security/users/4')).status).toBe(200)
    expect((await get(device.port, 'Security/userCheck', anna)).status).toBe(401)
    expect((await call(device.port, 'DELETE', 'Security/users/1')).status).toBe(403)
  })

  test('a weak password is refused under 200', async () => {
    await using device = await start()
    const add = () => call(device.port, 'POST', 'Security/users', userXml(0, 'anna', 'anna1234'))
    const first = await add()
    expect([first.status, texts(first.text, 'subStatusCode')[0]]).toEqual([200, 'riskPassword'])
    device.setQuirks(['risk-status'])
    expect((await add()).status).toBe(403)
  })

  test('others than an administrator see themselves and change nobody', async () => {
    await using device = await start()
    expect(texts((await get(device.port, 'Security/users', guest)).text, 'userName')).toEqual(['guest'])
    const add = await call(device.port, 'POST', 'Security/users', userXml(0, 'anna', 'Garden-2026'), guest)
    expect(texts(add.text, 'subStatusCode')).toEqual(['lowPrivilege'])
    expect((await get(device.port, 'Security/UserPermission', guest)).status).toBe(403)
    expect((await get(device.port, 'Security/UserPermission/3', guest)).status).toBe(200)
  })
})

describe('rights', () => {
  test('the words are spelt as the devices spell them, by channel number, and a camera has no local ones', async () => {
    await using device = await start()
    const { text } = await get(device.port, 'Security/UserPermission/2')
    expect(text).toContain('<contorlLocalOut>true</contorlLocalOut>\n<transParentChannel>true</transParentChannel>')
    expect(text.match(/<videoChannelPermission>\n<id>8<\/id>/g)).toHaveLength(2)
    expect(texts(text, 'userType')).toEqual(['operator'])
    await using camera = await start('camera')
    expect((await get(camera.port, 'Security/UserPermission/2')).text).not.toContain('localPermission')
    expect((await get(camera.port, 'Security/UserPermission/viewerCap')).text).toContain('<viewerCap ')
  })

  test('a granted right opens what it stands for, and a lost one closes it', async () => {
    await using device = await start()
    const stream = () => get(device.port, 'Streaming/channels/101', guest)
    expect(texts((await stream()).text, 'subStatusCode')).toEqual(['lowPrivilege'])
    const path = 'Security/UserPermission/3'
    const { before, after } = await edit(device.port, path, /(<remotePermission>\s*<parameterConfig>)false/, '$1true')
    expect(after).toBe(before.replace(/(<remotePermission>\s*<parameterConfig>)false/, '$1true'))
    expect((await stream()).status).toBe(200)
    expect((await get(device.port, 'ContentMgmt/Storage', guest)).status).toBe(200)
    await edit(device.port, path, /(<remotePermission>[\s\S]*<logOrStateCheck>)true/, '$1false')
    expect((await get(device.port, 'ContentMgmt/Storage', guest)).status).toBe(403)
    expect((await call(device.port, 'PUT', 'System/reboot', undefined, keeper)).status).toBe(403)
  })

  test('the first account cannot be limited', async () => {
    await using device = await start()
    expect(
      (await edit(device.port, 'Security/UserPermission/1', /<preview>true/, '<preview>false')).answer.status,
    ).toBe(403)
  })
})

describe('ONVIF accounts', () => {
  const bare =
    '<User><id>0</id><userName>hub</userName><password>Garden-2026</password><userType>mediaUser</userType></User>'
  const list = `<UserList>${bare}</UserList>`
  test.each([
    ['nvr8', 200, 200],
    ['dvr4', 200, 400],
    ['camera', 400, 200],
  ] as const)('%s takes a list with %d and a bare user with %d', async (model, asList, asBare) => {
    await using device = await start(model)
    const path = 'Security/ONVIF/users'
    const statuses = []
    for (const body of [list, bare.replace('hub', 'hub2')])
      statuses.push((await call(device.port, 'POST', path, body)).status)
    expect(statuses).toEqual([asList, asBare])
    const ids = texts((await get(device.port, path)).text, 'id')
    expect((await call(device.port, 'DELETE', `${path}/${ids.at(-1)}`)).status).toBe(200)
    expect(texts((await get(device.port, path)).text, 'id')).toEqual(ids.slice(0, -1))
  })
})

test.if(hasCurl)('an account with a name beyond ASCII signs in', async () => {
  const user = 'jörg m'
  await using device = await startSimulator({ model: 'nvr8', rtsp: false, user })
  const { statuses } = await curl(`${device.url}/ISAPI/Security/userCheck`, '--digest', '-u', `${user}:porchlight-demo`)
  expect(statuses.at(-1)).toBe(200)
})
