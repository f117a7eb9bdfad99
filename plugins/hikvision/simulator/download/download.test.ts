// Downloads judged by curl and ffprobe: the length that a search promised, every picture, every way to go wrong.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, type SimulatorOptions, startSimulator } from '../index.ts'
import { addresses, clocksOf, fetchTo, probeFilm, sizeOf } from '../testing/download.ts'
import { eventually } from '../testing/stream.ts'

setDefaultTimeout(60_000)

const folder = mkdtempSync(join(tmpdir(), 'porchlight-download-'))
const file = (name: string) => join(folder, name)
const bytesOf = async (name: string) => Buffer.from(await Bun.file(file(name)).arrayBuffer())
const hashOf = async (name: string) => Bun.SHA256.hash(await bytesOf(name), 'hex')

const start = (more: Partial<SimulatorOptions> = {}) =>
  startSimulator({
    ...{ model: 'nvr8', rtsp: false, now: () => new Date('2026-07-10T04:00:00Z') },
    footage: { days: 30, perDay: 4000 },
    ...more,
  })

const secondsOf = (address: string) => {
  const [from, to] = [...address.matchAll(/time=(\d{8})T(\d\d)(\d\d)(\d\d)Z/g)].map(
    ([, , hours, minutes, seconds]) => Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds),
  )
  return to! - from!
}

let device: Simulator
let clip: string

beforeAll(async () => {
  device = await start()
  clip = (await addresses(device.port, 101, '2026-07-08T10:00:00Z', '2026-07-08T10:05:00Z'))[0]!
})
afterAll(async () => {
  await device[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

describe('a download', () => {
  test('has the bytes and the seconds that the search told, behind the header of the maker', async () => {
    const fetched = await fetchTo(file('one.ps'), device.port, clip)
    expect(fetched).toEqual({ code: 0, status: 200, type: 'video/mpeg', size: sizeOf(clip) })
    const bytes = await bytesOf('one.ps')
    expect([bytes.readUInt32BE(0), bytes.readUInt32BE(4), bytes.readUInt32BE(64)]).toEqual([0x40, 0x13, 0x1ba])
    expect(bytes.subarray(0, 64).includes('IMKH')).toBe(true)
    const film = await probeFilm(file('one.ps'))
    expect(film).toMatchObject({ frames: secondsOf(clip) * 25, seconds: secondsOf(clip) })
    expect(film.codecs[0]).toBe('h264')
  })

  test('is the same whenever it is asked for, and another for another clip', async () => {
    await fetchTo(file('first.ps'), device.port, clip)
    await using twin = await start()
    await fetchTo(file('second.ps'), twin.port, clip)
    expect(await hashOf('second.ps')).toBe(await hashOf('first.ps'))
    const other = (await addresses(device.port, 201, '2026-07-08T10:00:00Z', '2026-07-08T10:05:00Z'))[0]!
    await fetchTo(file('other.ps'), device.port, other)
    expect(await hashOf('other.ps')).not.toBe(await hashOf('first.ps'))
  })

  test('is asked for with GET and a body as well', async () => {
    const fetched = await fetchTo(file('get.ps'), device.port, clip, '-X', 'GET')
    expect(fetched).toMatchObject({ code: 0, status: 200, size: sizeOf(clip) })
  })

  test('has sound where the channel has it, and players know it by the mark in front', async () => {
    await using bare = await start({ quirks: ['bare-header'] })
    expect(await fetchTo(file('sound.ps'), bare.port, clip)).toMatchObject({ code: 0, size: sizeOf(clip) })
    expect((await probeFilm(file('sound.ps'))).codecs).toEqual(['h264', 'pcm_alaw'])
    const silent = (await addresses(bare.port, 401, '2026-07-08T10:00:00Z', '2026-07-08T10:05:00Z'))[0]!
    await fetchTo(file('silent.ps'), bare.port, silent)
    expect((await probeFilm(file('silent.ps'))).codecs).toEqual(['h264'])
  })

  test('shows in every picture the second at which it was taken', async () => {
    await using bare = await start({ quirks: ['bare-header'] })
    await fetchTo(file('decoded.ps'), bare.port, clip)
    const { clocks, errors } = await clocksOf(file('decoded.ps'), 150)
    const [, date, hours, minutes, seconds] = /starttime=(\d{8})T(\d\d)(\d\d)(\d\d)Z/.exec(clip)!
    const began = Date.parse(
      `${date!.slice(0, 4)}-${date!.slice(4, 6)}-${date!.slice(6)}T${hours}:${minutes}:${seconds}Z`,
    )
    const expected = clocks.map((_, frame) => new Date(began + frame * 40).toISOString().slice(0, 19).replace('T', ' '))
    expect(clocks).toHaveLength(150)
    expect(clocks).toEqual(expected)
    expect(errors).toBe('')
  })

  test('of a time without a name begins with the key frame before', async () => {
    const times = 'starttime=20260708T100501Z&endtime=20260708T100512Z'
    await fetchTo(file('times.ps'), device.port, `rtsp://192.0.2.20/Streaming/tracks/101/?${times}`)
    const { frames } = await probeFilm(file('times.ps'))
    expect(frames).toBeGreaterThanOrEqual(11 * 25)
    expect(frames).toBeLessThanOrEqual(13 * 25)
  })

  test('of what is not there is an empty 200', async () => {
    const gone = clip.replace(/name=\d+/, 'name=1')
    expect(await fetchTo(file('gone.ps'), device.port, gone)).toMatchObject({ code: 0, status: 200, size: 0 })
  })

  test('of an address that is none is refused', async () => {
    expect(await fetchTo(file('bad.xml'), device.port, 'rtsp://192.0.2.20/elsewhere')).toMatchObject({ status: 400 })
  })
})

describe('a download goes wrong', () => {
  test('when it is cut in the middle', async () => {
    device.faults.add({ path: '/ISAPI/ContentMgmt/download', cut: true, count: 1 })
    const { code, size } = await fetchTo(file('cut.ps'), device.port, clip)
    expect([code, size]).toEqual([18, sizeOf(clip) >> 1])
  })

  test('when it ends early as if it were whole', async () => {
    device.faults.add({ path: '/ISAPI/ContentMgmt/download', short: 500_000, count: 1 })
    expect(await fetchTo(file('short.ps'), device.port, clip)).toMatchObject({ code: 0, status: 200, size: 500_000 })
  })

  test('when more is announced than comes', async () => {
    device.faults.add({ path: '/ISAPI/ContentMgmt/download', long: 1000, count: 1 })
    const { code, size } = await fetchTo(file('long.ps'), device.port, clip)
    expect([code, size]).toEqual([18, sizeOf(clip)])
  })

  test('when it stands still in the middle', async () => {
    device.faults.add({ path: '/ISAPI/ContentMgmt/download', stall: 300_000, count: 1 })
    const { code, size } = await fetchTo(file('stall.ps'), device.port, clip, '-m', '1')
    expect([code, size]).toEqual([28, 300_000])
    await eventually(() => device.stats.downloads.now === 0, 'its place is free again')
  })

  test('when it is slow', async () => {
    device.faults.add({ path: '/ISAPI/ContentMgmt/download', rate: 400_000, count: 1 })
    const { code, size } = await fetchTo(file('slow.ps'), device.port, clip, '-m', '1')
    expect(code).toBe(28)
    expect(size).toBeLessThan(700_000)
  })

  test('when a document comes under 200, and when the device is busy', async () => {
    device.faults.add({ path: '/ISAPI/ContentMgmt/download', refusal: 'deviceError', count: 1 })
    const { status, type } = await fetchTo(file('document.xml'), device.port, clip)
    expect([status, type]).toEqual([200, 'application/xml; charset="UTF-8"'])
    device.faults.add({ path: '/ISAPI/ContentMgmt/download', status: 503, count: 1 })
    expect(await fetchTo(file('busy.xml'), device.port, clip)).toMatchObject({ status: 503 })
  })

  test('when too many are under way', async () => {
    await using one = await start({ downloads: 1 })
    one.faults.add({ path: '/ISAPI/ContentMgmt/download', stall: 1000, count: 1 })
    const ending = fetchTo(file('long-one.ps'), one.port, clip, '-m', '3')
    await eventually(() => one.stats.downloads.now === 1, 'the first is under way')
    expect(await fetchTo(file('second.xml'), one.port, clip)).toMatchObject({ status: 503 })
    expect((await bytesOf('second.xml')).toString()).toContain('deviceBusy')
    await ending
    await eventually(() => one.stats.downloads.now === 0, 'its place is free again')
    expect(one.stats.downloads).toMatchObject({ most: 1, whole: 0, bytes: 1000 })
  })

  test('when the method is not the one that the device knows', async () => {
    await using posting = await start({ quirks: ['post-download'] })
    expect(await fetchTo(file('a'), posting.port, clip, '-X', 'GET')).toMatchObject({ status: 200, size: 0 })
    expect(await fetchTo(file('b'), posting.port, clip)).toMatchObject({ size: sizeOf(clip) })
    posting.setQuirks(['get-download'])
    expect(await fetchTo(file('c'), posting.port, clip)).toMatchObject({ status: 403 })
    expect((await bytesOf('c')).toString()).toContain('methodNotAllowed')
    expect(await fetchTo(file('d'), posting.port, clip, '-X', 'GET')).toMatchObject({ size: sizeOf(clip) })
    posting.setQuirks(['no-download'])
    expect(await fetchTo(file('e'), posting.port, clip)).toMatchObject({ status: 403 })
    expect(await fetchTo(file('f'), posting.port, clip, '-X', 'GET')).toMatchObject({ status: 403 })
  })

  test('when its length is not told, or told as nothing', async () => {
    await using odd = await start({ quirks: ['no-length'] })
    expect(await fetchTo(file('g'), odd.port, clip)).toMatchObject({ code: 0, size: sizeOf(clip) })
    odd.setQuirks(['zero-length'])
    expect(await fetchTo(file('h'), odd.port, clip)).toMatchObject({ size: 0 })
    expect(await fetchTo(file('i'), odd.port, clip, '--ignore-content-length')).toMatchObject({ size: sizeOf(clip) })
    expect(await hashOf('i')).toBe(await hashOf('g'))
  })
})
