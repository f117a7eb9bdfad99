// The command line: starts, says where, ends when told, and explains wrong arguments.
import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { parseCli } from './cli.ts'
import { ask } from './testing/raw.ts'

const main = join(import.meta.dir, 'main.ts')

function run(...args: string[]) {
  return Bun.spawn([process.execPath, main, ...args], { stdout: 'pipe', stderr: 'pipe' })
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = ''
  for await (const chunk of stream) {
    text += new TextDecoder().decode(chunk)
    if (text.includes('\n')) break
  }
  return text.split('\n', 1)[0]!
}

describe('the command line', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'starts a device, prints one line, and ends cleanly on %s',
    async (signal) => {
      const simulator = run('--model', 'camera', '--port', '0', '--rtsp-port', '0', '--events', 'none')
      const said = JSON.parse(await firstLine(simulator.stdout)) as { url: string; rtsp: string; listening: boolean }
      expect(said.listening).toBe(true)
      expect(said.rtsp).toMatch(/^rtsp:\/\/127\.0\.0\.1:\d+\/Streaming\/Channels\/101$/)
      expect((await ask(Number(new URL(said.url).port), '/ISAPI/System/deviceInfo')).status).toBe(200)
      simulator.kill(signal)
      expect(await simulator.exited).toBe(0)
    },
    120_000,
  )

  test('wrong arguments end with 2 and a text', async () => {
    const simulator = run('--model', 'toaster')
    expect(await simulator.exited).toBe(2)
    const text = await new Response(simulator.stderr).text()
    expect(text).toStartWith('There is no model "toaster"; it is one of nvr8, nvr64, dvr4, camera, dome.\n')
    expect(text).toContain('Usage: simulator')
  })

  test.each([
    [[], '--model is missing'],
    [['--model', 'nvr8', '--port', '70000'], '--port wants a port from 0 to 65535, not "70000".'],
    [['--model', 'nvr8', '--rtsp-port', 'x'], '--rtsp-port wants a port'],
    [['--model', 'nvr8', '--timezone', 'UTC'], 'write it like CST-8:00:00'],
    [['--model', 'nvr8', '--events', 'nowhere.json'], 'there is no file "nowhere.json"'],
    [['--model', 'nvr8', '--quirks', 'utc,moody'], 'There is no quirk "moody"'],
    [['--model', 'nvr8', '--delay', 'x'], '--delay wants a number from 0 to 60000, not "x".'],
    [['--model', 'nvr8', '--colour', 'red'], '--colour'],
    [['--model', 'nvr8', '--password', ''], '--password must not be empty'],
  ])('%j is explained', (args, text) => {
    expect(() => parseCli(args)).toThrow(text)
  })

  test('without --events alarms come by chance', () => {
    expect(parseCli(['--model', 'nvr8'])).toMatchObject({
      ...{ events: 'random', user: 'admin', password: 'porchlight-demo', timezone: 'CST-8:00:00' },
    })
    expect(parseCli(['--help'])).toBeNull()
  })
})
