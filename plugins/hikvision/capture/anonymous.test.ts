// What stays in a capture and what does not: by element, by look, and the same everywhere.
import { describe, expect, test } from 'bun:test'
import { jsonOfXml } from '../isapi/xml.ts'
import { createAnonymiser } from './anonymous.ts'

const cleaned = (xml: string) => createAnonymiser().document(jsonOfXml(`<Root>${xml}</Root>`))
const one = (xml: string) => (cleaned(xml) as { Root: unknown }).Root

describe('what is somebody’s own', () => {
  const CASES: [name: string, xml: string, after: unknown][] = [
    ['a name', '<deviceName>Villa Huber</deviceName>', { deviceName: 'Name 1' }],
    ['a serial number', '<serialNumber>DS-7608NI-K20123456789CCRR</serialNumber>', { serialNumber: 'DS-76000000001' }],
    ['a serial number of figures', '<subSerialNumber>123456789</subSerialNumber>', { subSerialNumber: 'SN-000000001' }],
    ['a MAC address', '<macAddress>A4-14-37-00-11-22</macAddress>', { macAddress: '02:00:00:00:00:01' }],
    ['an address', '<ipAddress>192.168.1.64</ipAddress>', { ipAddress: '203.0.113.1' }],
    ['an IPv6 address', '<ipv6Address>fe80::a614:37ff:fe00:1122</ipv6Address>', { ipv6Address: '2001:db8::1' }],
    ['a host', '<hostName>nas.huber.example</hostName>', { hostName: 'host-1.example' }],
    ['a URL with a login', '<url>http://huber:pw@nas.lan:81/x?y=z</url>', { url: 'http://host.example/url-1' }],
    ['a path of a share', '<path>/volume1/huber</path>', { path: 'text-1' }],
    ['a mail address', '<EmailAddress>anna@huber.at</EmailAddress>', { EmailAddress: 'mail-1@example.org' }],
    ['a user', '<userName>anna</userName><loginName>7</loginName>', { userName: 'user-1', loginName: 'user-2' }],
    ['a user who is a number', '<userName>7</userName>', { userName: 'user-1' }],
    ['a key', '<wirelessKey>geheim12</wirelessKey><salt>ab12</salt>', { wirelessKey: 'removed', salt: 'removed' }],
    ['a code of figures', '<verificationCode>123456</verificationCode>', { verificationCode: 'removed' }],
    ['a telephone number', '<phoneNumber>06641234567</phoneNumber>', { phoneNumber: 'removed' }],
    ['a place', '<longitude>16.3725</longitude><gpsLat>4820</gpsLat>', { longitude: '0', gpsLat: '0' }],
    ['a text on the picture', '<displayText>Haus Huber</displayText>', { displayText: 'text-1' }],
    ['an unknown number', '<whatever>436641234567</whatever>', { whatever: 'text-1' }],
    ['a word of the firmware that is prose', '<status>läuft bei Anna</status>', { status: 'text-1' }],
    ['an address in a sentence', '<errorMsg>no route to 10.0.0.7</errorMsg>', { errorMsg: 'no route to 203.0.113.1' }],
    ['an identifier', '<id>{1B2C3D4E-0000-1111-2222-A41437001122}</id>', { id: 'text-1' }],
    [
      'an attribute',
      '<x owner="Anna Huber" opt="1,2">1</x>',
      { x: { '@owner': 'text-1', '@opt': '1,2', '#text': '1' } },
    ],
    ['a choice among users', '<userName opt="anna,berta">anna</userName>', { userName: { '#text': 'user-1' } }],
  ]
  for (const [name, xml, after] of CASES) test(`${name} is replaced`, () => expect(one(xml)).toEqual(after))

  test('is replaced by the same everywhere, however it is written', () => {
    const anonymiser = createAnonymiser()
    const first = anonymiser.document(jsonOfXml('<A><macAddress>a4:14:37:00:11:22</macAddress><name>Tor</name></A>'))
    const second = anonymiser.document(
      jsonOfXml('<B><MAC>A4-14-37-00-11-22</MAC><osdText>Tor</osdText><name>Tür</name></B>'),
    )
    expect([first, second]).toEqual([
      { A: { macAddress: '02:00:00:00:00:01', name: 'Name 1' } },
      { B: { MAC: '02:00:00:00:00:01', osdText: 'Name 1', name: 'Name 2' } },
    ])
    expect(anonymiser.replaced()).toEqual({ mac: 1, name: 2, text: 1 })
    expect(anonymiser.telling()).toEqual(expect.arrayContaining(['a4:14:37:00:11:22', 'a41437001122']))
  })
})

describe('what every device says', () => {
  const KEPT = [
    '<model>DS-7608NI-K2/8P</model><firmwareVersion>V4.30.097</firmwareVersion>',
    '<firmwareVersion>4.30.1.2 build 200113</firmwareVersion>'.replace('4.30.1.2', 'V4.30.1.2'),
    '<localTime>2026-08-12T13:07:06-05:00</localTime><installationTime>16-Nov-2024 23:22:01</installationTime>',
    '<timeZone>CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00</timeZone>',
    '<subnetMask>255.255.255.0</subnetMask><bondIp>0.0.0.0</bondIp><name/>',
    '<resDesc>1480X1664(3KLite)P20</resDesc><chanDetectResult>netUnreachable</chanDetectResult>',
    '<gridMap>000000fffffc</gridMap><positionX>704</positionX><enabled>true</enabled>',
    '<id>VMD-1</id><eventDescription>VMD Event trigger Information</eventDescription>',
    '<videoCodecType opt="H.264,H.265">H.265</videoCodecType><maxUser>32</maxUser>',
    '<keyFrameInterval>2000</keyFrameInterval><keyIterateNum>100</keyIterateNum>',
  ]
  for (const xml of KEPT) test(`${xml} stays`, () => expect(cleaned(xml)).toEqual(jsonOfXml(`<Root>${xml}</Root>`)))
})
