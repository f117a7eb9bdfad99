// Disks and network volumes as devices list them.
import { expect, test } from 'bun:test'
import { readXml } from '../isapi/xml.ts'
import { readDisks } from './storage.ts'

test('an empty bay is absent, a full disk is fine, and options among the volumes are no volumes', () => {
  const disks = readDisks(
    readXml(`<storage><hddList size="8">
<hdd><id>1</id><hddName>hdd1</hddName><hddType>SATA</hddType><status>ok</status><capacity>9537536</capacity><freeSpace>0</freeSpace><property>RW</property></hdd>
<hdd><id>2</id><hddName>hdd2</hddName><hddType>SATA</hddType><status>notexist</status><capacity>0</capacity><freeSpace>0</freeSpace></hdd>
<hdd><id>3</id><status>smartFailed</status></hdd><hdd><id>4</id><status>rebuilding</status></hdd></hddList>
<nasList><nas><id>9</id><ipAddress>192.0.2.1</ipAddress><path>/pub/hik</path><nasType>NFS</nasType><status>offline</status><capacity>122346</capacity><freeSpace>119552</freeSpace></nas>
<supportMountType opt="NFS,SMB/CIFS"/><authentication opt="SMB/CIFS"/></nasList><workMode opt="group,quota">quota</workMode></storage>`),
  )
  expect(disks.map(({ id, name, kind, type, status }) => [id, name, kind, type, status])).toEqual([
    [1, 'hdd1', 'disk', 'SATA', 'ok'],
    [2, 'hdd2', 'disk', 'SATA', 'absent'],
    [3, 'hdd3', 'disk', '', 'smart_warning'],
    [4, 'hdd4', 'disk', '', 'other'],
    [9, '192.0.2.1/pub/hik', 'network', 'NFS', 'offline'],
  ])
  expect(disks[0]).toMatchObject({ capacityMib: 9537536, freeMib: 0, property: 'RW', deviceStatus: 'ok' })
})

test('lists may be empty, or missing', () => {
  expect(readDisks(readXml('<storage><hddList>\n</hddList><nasList/></storage>'))).toEqual([])
  expect(readDisks(readXml('<storage/>'))).toEqual([])
  expect(readDisks(readXml('<hddList><hdd><id>1</id></hdd></hddList>')).length).toBe(1)
})
