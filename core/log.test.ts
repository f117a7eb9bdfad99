// What the log never says.
import { expect, test } from 'bun:test'
import { createLog, redact } from './log.ts'

function lines(write: (log: ReturnType<typeof createLog>) => void): string {
  const written: string[] = []
  write(createLog('debug', (line) => written.push(line)))
  return written.join('')
}

test('logins in addresses are removed, wherever they stand', () => {
  expect(redact('open rtsp://admin:p%40ss@10.0.0.2:554/Streaming failed')).toBe(
    'open rtsp://***@10.0.0.2:554/Streaming failed',
  )
  const text = lines((log) =>
    log.warn('lost rtsp://u:hunter2@h/1', { url: 'mqtt://u:hunter2@b', deep: [{ at: 'http://u:hunter2@x' }] }),
  )
  expect(text).not.toContain('hunter2')
})

test('passwords in the path or query of an address are removed, and nothing beside them', () => {
  expect(redact('rtsp://10.0.0.2:554/user=admin&password=hunter2&channel=1&stream=0.sdp?')).toBe(
    'rtsp://10.0.0.2:554/user=admin&password=***&channel=1&stream=0.sdp?',
  )
  expect(redact('rtsp://10.0.0.2/live?usr=a&pwd=hunter2')).toBe('rtsp://10.0.0.2/live?usr=a&pwd=***')
  expect(redact('rtsp://10.0.0.2/user=a_password=hunter2_channel=1')).not.toContain('hunter2')
  expect(redact('compass=north')).toBe('compass=north')
})

test('values under secret names are removed', () => {
  const text = lines((log) =>
    log.info('x', { password: 'hunter2', nested: { accessToken: 'hunter2', apiKey: 'hunter2' }, user: 'admin' }),
  )
  expect(text).not.toContain('hunter2')
  expect(text).toContain('admin')
})

test('an error is logged with its cause and without its login', () => {
  const text = lines((log) => log.error('x', { error: new Error('rtsp://u:hunter2@h', { cause: new Error('why') }) }))
  expect(text).not.toContain('hunter2')
  expect(text).toContain('why')
})
