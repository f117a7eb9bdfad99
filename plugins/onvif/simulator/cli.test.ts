// The command line: starts, says where, ends when told, and explains wrong arguments.
import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { parseCli } from './cli.ts'
import { ask } from './testing/client.ts'

describe('the command line', () => {
  test('starts a camera, prints one line, and ends cleanly', async () => {
    const args = ['--model', 'two-lens', '--port', '0', '--rtsp-port', '0']
    const camera = Bun.spawn([process.execPath, join(import.meta.dir, 'main.ts'), ...args], { stdout: 'pipe' })
    const { value } = await camera.stdout.getReader().read()
    const said = JSON.parse(new TextDecoder().decode(value)) as { listening: boolean; address: string; rtsp: string }
    expect(said.listening).toBe(true)
    expect(said.rtsp).toMatch(/^rtsp:\/\/127\.0\.0\.1:\d+\/live\/$/)
    expect((await ask(said.address, 'GetDeviceInformation')).text).toContain('TV-Duo')
    camera.kill('SIGTERM')
    expect(await camera.exited).toBe(0)
  }, 120_000)

  test.each([
    [[], '--model is missing; it is one of fixed, dome, two-lens.'],
    [['--model', 'toaster'], 'There is no model "toaster"'],
    [['--model', 'dome', '--port', '70000'], '--port wants a number from 0 to 65535, not "70000".'],
    [['--model', 'dome', '--lacks', 'ptz,legs'], '--lacks knows media2, ptz'],
    [['--model', 'dome', '--events', 'many'], '--events is motion or none, not "many".'],
    [['--model', 'dome', '--password', ''], '--password must not be empty'],
  ])('%j is explained', (args, text) => {
    expect(() => parseCli(args)).toThrow(text)
  })
})
