// Files of clips, and where footage is played from: however the device wants to be asked, and never a document for a film.
import { describe, expect, test } from 'bun:test'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { bodyOf, said } from '../test-documents.ts'
import { faultOf, recorder } from '../test-session.ts'

const DOWNLOAD = '/ISAPI/ContentMgmt/download'
const TOKEN = 'rtsp://10.0.0.9/Streaming/tracks/101/?starttime=20260601T000000Z&endtime=20260601T001000Z&name=1&size=6'
const FILM = new Uint8Array([0, 0, 1, 0xba, 5, 6])

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

async function stand(answer: Answer) {
  const asked: string[] = []
  const bodies: string[] = []
  const own = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await bodyOf(request)
    asked.push(request.method ?? '')
    bodies.push(body)
    answer(request, response, body)
  }
  const device = await recorder({ documents: {}, own: { [DOWNLOAD]: own } })
  const ending = new AbortController()
  const session = await device.connect()
  return {
    asked,
    bodies,
    session,
    download: async () => session.footage!.download(TOKEN, ending.signal),
    async [Symbol.asyncDispose]() {
      ending.abort()
      await session.close()
      await device[Symbol.asyncDispose]()
    },
  }
}

const film: Answer = (_request, response) =>
  void response.writeHead(200, { 'Content-Type': 'video/mpeg', 'Content-Length': FILM.length }).end(FILM)
const document: (status: number, body: string) => Answer = (status, body) => (_request, response) =>
  void response.writeHead(status, { 'Content-Type': 'application/xml' }).end(body)
const bytesOf = async (stream: ReadableStream<Uint8Array>) => new Uint8Array(await new Response(stream).arrayBuffer())

describe('the file of a clip', () => {
  test('is asked for by its own address, and comes byte for byte', async () => {
    await using device = await stand(film)
    const { bytes, length, container } = await device.download()
    expect([length, container, await bytesOf(bytes)]).toEqual([6, 'ps', FILM])
    expect(device.asked).toEqual(['POST'])
    expect(device.bodies[0]).toContain(`<playbackURI>${TOKEN.replaceAll('&', '&amp;')}</playbackURI>`)
  })

  test('is asked for with GET and the same body where POST is not known, and from then on only so', async () => {
    await using device = await stand((request, response, body) =>
      (request.method === 'POST' ? document(403, said(4, 'methodNotAllowed')) : film)(request, response, body),
    )
    expect(await bytesOf((await device.download()).bytes)).toEqual(FILM)
    expect(await bytesOf((await device.download()).bytes)).toEqual(FILM)
    expect(device.asked).toEqual(['POST', 'GET', 'GET'])
    expect(new Set(device.bodies).size).toBe(1)
  })

  test('is asked for the other way where nothing comes under 200', async () => {
    await using device = await stand((request, response, body) =>
      request.method === 'POST'
        ? void response.writeHead(200, { 'Content-Type': 'video/mpeg', 'Content-Length': 0 }).end()
        : film(request, response, body),
    )
    expect(await bytesOf((await device.download()).bytes)).toEqual(FILM)
  })

  test('has no length that the device does not tell, or tells as nothing', async () => {
    await using device = await stand((_request, response) => void response.writeHead(200, {}).end(FILM))
    expect((await device.download()).length).toBeNull()
  })

  test('is never a document, be it sent under 200', async () => {
    await using device = await stand(document(200, said(4, 'badParameters')))
    expect((await faultOf(device.download())).kind).toBe('device-denied')
  })

  test('is unsupported where the device hands out none, and busy where it has too much to do', async () => {
    await using none = await stand(document(403, said(4, 'methodNotAllowed')))
    expect([(await faultOf(none.download())).kind, none.asked]).toEqual(['unsupported', ['POST', 'GET']])
    await using busy = await stand(document(503, said(2, 'deviceBusy')))
    expect([(await faultOf(busy.download())).kind, busy.asked]).toEqual(['device-busy', ['POST']])
  })

  test('is gone where neither way brings a byte', async () => {
    await using device = await stand((_request, response) => void response.writeHead(200).end())
    const fault = await faultOf(device.download())
    expect([fault.kind, fault.message]).toEqual(['device-garbled', expect.stringContaining('may be gone')])
  })

  test('ends in the middle with its signal', async () => {
    await using device = await stand((_request, response) => {
      response.writeHead(200, { 'Content-Length': 100 })
      response.write(FILM)
    })
    const ending = new AbortController()
    const { bytes } = await device.session.footage!.download(TOKEN, ending.signal)
    const reader = bytes.getReader()
    expect((await reader.read()).value).toEqual(FILM)
    const rest = reader.read()
    ending.abort()
    expect(
      await rest.then(
        () => 'came',
        () => 'ended',
      ),
    ).toBe('ended')
  })
})

test('footage plays from the device’s own digits, with the login only in the address', async () => {
  await using device = await stand(film)
  const { address, transport } = await device.session.footage!.play(
    'ip:1',
    new Date('2026-01-01T00:00:00Z'),
    new Date('2026-01-01T01:00:00Z'),
  )
  expect(address).toMatch(/^rtsp:\/\/[^@]+@127\.0\.0\.1:\d+\/Streaming\/tracks\/101\/\?starttime=/)
  expect(address).toEndWith('starttime=20260101T080000Z&endtime=20260101T090000Z')
  expect(transport).toBe('tcp')
})
