// What of a stream address is shown, and what is masked as a likely secret.
import { expect, test } from 'bun:test'
import { maskStreamAddress, maskStreamPath } from './stream-address.ts'

test('what cameras call their streams is shown', () => {
  for (const path of [
    '/Streaming/Channels/101',
    '/Streaming/Channels/1601',
    '/cam/realmonitor?channel=1&subtype=0',
    '/h264Preview_01_main',
    '/axis-media/media.amp',
    '/live/ch00_0',
    '/stream1',
    '/videoMain',
    '/11',
    '/1/sub',
    '/',
    '',
  ])
    expect(maskStreamPath(path)).toBe(path)
})

test('what could be a secret is masked, wherever it stands, and masking it again changes nothing', () => {
  for (const [path, shown] of [
    ['/AbCdEfGh12345678?enableSrtp', '/***?***'],
    ['/user=admin&password=hidden&channel=1', '/user=***&password=***&channel=1'],
    ['/user=admin_password=hidden_channel=1_stream=0.sdp', '/user=***'],
    ['/live/hunter2', '/live/***'],
    ['/12345', '/***'],
    ['/s3cr3t/live', '/***/live'],
    ['/stream1?token=abc&channel=1234567', '/stream1?token=***&channel=***'],
    ['/stream1?hunter2=1', '/stream1?***=***'],
  ] as const) {
    expect(maskStreamPath(path)).toBe(shown)
    expect(maskStreamPath(shown)).toBe(shown)
  }
})

test('a login before the host leaves two masks, and host and port stay', () => {
  expect(maskStreamAddress('rtsp://ann:hidden@192.0.2.5:554/Streaming/Channels/101')).toBe(
    'rtsp://***:***@192.0.2.5:554/Streaming/Channels/101',
  )
  expect(maskStreamAddress('rtsps://[2001:db8::5]:7441/AbCdEf')).toBe('rtsps://[2001:db8::5]:7441/***')
  expect(maskStreamAddress('camera.local/live/hidden')).toBe('camera.local/live/***')
})
