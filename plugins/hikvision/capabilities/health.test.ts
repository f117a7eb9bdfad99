// How devices say how they are doing.
import { expect, test } from 'bun:test'
import { readXml } from '../isapi/xml.ts'
import { readHealth } from './health.ts'

test('a recorder counts memory in megabytes with a line before them, and may leave out its processor', () => {
  const xml = `<DeviceStatus><deviceUpTime>315698</deviceUpTime><MemoryList><Memory><memoryDescription>DDR Memory</memoryDescription>
<memoryUsage>\n1117.457031</memoryUsage><memoryAvailable>\n12.500000</memoryAvailable></Memory></MemoryList></DeviceStatus>`
  expect(readHealth(readXml(xml))).toEqual({
    cpuPercent: null,
    memoryUsedMb: 1117.5,
    memoryFreeMb: 12.5,
    uptimeSeconds: 315698,
  })
})

test('a camera counts what is free in kilobytes', () => {
  const xml = `<DeviceStatus><CPUList><CPU><cpuUtilization>20</cpuUtilization></CPU><CPU><cpuUtilization>41</cpuUtilization></CPU></CPUList>
<MemoryList><Memory><memoryUsage>64</memoryUsage><memoryAvailable>126644</memoryAvailable></Memory></MemoryList></DeviceStatus>`
  expect(readHealth(readXml(xml))).toEqual({
    cpuPercent: 31,
    memoryUsedMb: 64,
    memoryFreeMb: 123.7,
    uptimeSeconds: null,
  })
})
