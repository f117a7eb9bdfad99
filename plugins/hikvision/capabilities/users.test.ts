// The two lists of a device's users.
import { expect, test } from 'bun:test'
import { readXml } from '../isapi/xml.ts'
import { readOnvifUsers, readUsers } from './users.ts'

test('roles are the same words for every device, and the first administrator is built in', () => {
  const users = readUsers(
    readXml(`<UserList><User><id>1</id><userName>admin</userName><userLevel>Administrator</userLevel></User>
<User><id>2</id><userName>guard</userName><userLevel>Operator</userLevel><attribute><inherent>false</inherent></attribute></User>
<User><id>3</id><userName>guest</userName><userLevel>Viewer</userLevel></User>
<User><userName>no id</userName></User><User><id>5</id></User></UserList>`),
  )
  expect(users).toEqual([
    { id: 1, name: 'admin', role: 'administrator', inherent: true },
    { id: 2, name: 'guard', role: 'operator', inherent: false },
    { id: 3, name: 'guest', role: 'viewer', inherent: false },
  ])
})

test('ONVIF users keep the device’s word for their level', () => {
  const xml = '<UserList><User><id>1</id><userName>onvif</userName><userType>mediaUser</userType></User></UserList>'
  expect(readOnvifUsers(readXml(xml))).toEqual([{ id: 1, name: 'onvif', level: 'mediaUser' }])
  expect(readOnvifUsers(readXml('<UserList/>'))).toEqual([])
})
