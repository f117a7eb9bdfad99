// What is tried of a camera's addresses, and how what they send is told.
import { expect, test } from 'bun:test'
import { someDevices } from '../../testing/mock-data.ts'
import { draftOf } from './device-input.ts'
import { streamsToTry, wordsOf } from './stream-words.ts'

const draft = {
  ...draftOf(undefined),
  brand: 'rtsp' as const,
  address: '10.0.0.5/1',
  username: 'an na',
  password: 'p@/',
}

test('the login of the fields goes into both addresses of one host, and to no other', () => {
  expect(streamsToTry(draft, undefined)).toEqual({ main: 'rtsp://an%20na:p%40%2F@10.0.0.5/1', sub: null })
  expect(streamsToTry({ ...draft, subAddress: 'rtsp://10.0.0.5:8554/2' }, undefined).sub).toBe(
    'rtsp://an%20na:p%40%2F@10.0.0.5:8554/2',
  )
  for (const subAddress of ['rtsp://10.0.0.6/2', 'rtsp://bob:x@10.0.0.5/2'])
    expect(streamsToTry({ ...draft, subAddress }, undefined).sub).toBe(subAddress)
  expect(streamsToTry({ ...draft, password: '' }, undefined).main).toBe('rtsp://an%20na@10.0.0.5/1')
})

test('a stored login is not tried while a new password is typed', () => {
  const masked = { ...draft, subAddress: 'rtsp://***:***@10.0.0.5/2' }
  expect(streamsToTry(masked, someDevices()[0]).sub).toBeNull()
  expect(streamsToTry({ ...masked, password: '' }, someDevices()[0]).sub).toBe(masked.subAddress)
})

test('what an address sends is told in words', () => {
  const size = { width: 1280, height: 720, browsers: 'all' as const }
  expect(wordsOf({ ...size, codec: 'hevc', frame_rate: 12.5, audio: 'pcm_alaw' })).toBe(
    'H.265, 1280 × 720, 12.5 pictures a second, with sound (G.711).',
  )
  expect(wordsOf({ ...size, codec: 'vp8', frame_rate: null, audio: null })).toBe('VP8, 1280 × 720, no sound.')
})
