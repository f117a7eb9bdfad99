// A draft of settings: only what the device can do is offered, only what differs is written.
import { expect, test } from 'bun:test'
import type { Limits, Settings } from './asks.ts'
import { bodyOf, changesOf, choicesOf, type Draft, fieldOfName, fieldsOf, problemOf } from './draft.ts'
import { choiceWords, wordsOf } from './words.ts'

const settings: Settings = {
  id: 7,
  channel_name: 'Porch',
  connected_type: 'ip',
  motion_detect: true,
  resolution_width: 1920,
  resolution_height: 1080,
  video_codec: 'H.265',
  max_frame_rate: 2500,
  fixed_quality: 60,
  vbr_average_cap: 1024,
  vbr_upper_cap: 4096,
  h265_plus: true,
  bit_rate: 'variable',
  read_at: '2026-11-20T10:00:00.000Z',
}
const limits: Limits = {
  resolutions: [
    { width: 1280, height: 720 },
    { width: 2560, height: 1440 },
  ],
  video_codec: ['H.264', 'H.265', 'MJPEG'],
  max_frame_rates: [600, 0, 2500],
  fixed_quality: { options: [90, 20, 60], current: 60, default: 60 },
  vbr: { upper_cap: { min: 32, max: 8192 }, lower_cap: { min: 0, max: 0 } },
}
const wrong = (draft: Draft) =>
  fieldsOf(settings, draft).filter((field) => problemOf(settings, limits, draft, field) !== undefined)

test('what is set back to the device’s own value is no change', () => {
  const draft: Draft = { channel_name: ' Porch ', size: '1920x1080', h265_plus: 'true', vbr_upper_cap: '4096' }
  expect(changesOf(settings, draft)).toEqual([])
})

test('only what differs is written, a size as width and height, switches as such', () => {
  const draft: Draft = {
    channel_name: 'Front & Porch',
    size: '1280x720',
    max_frame_rate: '600',
    motion_detect: 'false',
  }
  const changes = changesOf(settings, draft)
  expect(changes.map(({ field, before, after }) => [field, before, after])).toEqual([
    ['channel_name', 'Porch', 'Front & Porch'],
    ['size', '1920x1080', '1280x720'],
    ['max_frame_rate', '2500', '600'],
    ['motion_detect', 'true', 'false'],
  ])
  expect(bodyOf(changes)).toEqual({
    channel_name: 'Front & Porch',
    resolution_width: 1280,
    resolution_height: 720,
    max_frame_rate: 600,
    motion_detect: false,
  })
  expect(['resolution_width', 'vbr_upper_cap', 'id'].map(fieldOfName)).toEqual(['size', 'vbr_upper_cap', null])
})

test('what makes no sense as the draft stands is neither offered nor written', () => {
  expect(fieldsOf(settings, {})).toContain('fixed_quality')
  const constant: Draft = { fixed_quality: '90', bit_rate: 'constant' }
  expect(changesOf(settings, constant).map(({ field }) => field)).toEqual(['bit_rate'])
  const mjpeg: Draft = { video_codec: 'MJPEG', h265_plus: 'false', vbr_average_cap: '900' }
  expect(changesOf(settings, mjpeg).map(({ field }) => field)).toEqual(['video_codec'])
  expect(fieldsOf(settings, { h265_plus: 'false' })).not.toContain('vbr_average_cap')
  const plain = { ...settings, h265_plus: false, vbr_average_cap: null, fixed_quality: null }
  expect(fieldsOf(plain, {})).not.toContain('vbr_average_cap')
  expect(fieldsOf(plain, { h265_plus: 'true' })).toContain('vbr_average_cap')
  expect(fieldsOf(plain, {})).not.toContain('fixed_quality')
})

test('choices are the device’s, in an order that people expect, with the present one among them', () => {
  expect(choicesOf(settings, limits, 'size')).toEqual(['1920x1080', '2560x1440', '1280x720'])
  expect(choicesOf(settings, limits, 'max_frame_rate')).toEqual(['0', '2500', '600'])
  expect(choicesOf(settings, limits, 'fixed_quality')).toEqual(['20', '60', '90'])
  const silent = { ...limits, video_codec: [] }
  expect(choicesOf(settings, silent, 'video_codec')).toEqual(['H.265'])
})

test('a rate outside of the device’s limits, or an average above the highest, is told before anything is sent', () => {
  expect(wrong({ vbr_upper_cap: '8192', vbr_average_cap: '8192' })).toEqual([])
  expect(wrong({ vbr_upper_cap: '9000' })).toEqual(['vbr_upper_cap'])
  expect(wrong({ vbr_upper_cap: '' })).toEqual(['vbr_upper_cap'])
  expect(wrong({ vbr_upper_cap: '40.5' })).toEqual(['vbr_upper_cap'])
  expect(wrong({ vbr_average_cap: '5000' })).toEqual(['vbr_average_cap'])
  expect(wrong({ channel_name: '  ' })).toEqual(['channel_name'])
  const silent = { ...limits, vbr: { ...limits.vbr, upper_cap: { min: 0, max: 0 } } }
  expect(problemOf(settings, silent, { vbr_upper_cap: '90000' }, 'vbr_upper_cap')).toBeUndefined()
})

test('values are told in words', () => {
  expect(wordsOf('size', '1920x1080')).toBe('1920 × 1080')
  expect(wordsOf('max_frame_rate', '0')).toBe('As many as the camera gives')
  expect(wordsOf('max_frame_rate', '1250')).toBe('12.5 frames a second')
  expect(wordsOf('fixed_quality', '60')).toBe('60')
  expect(wordsOf('vbr_upper_cap', '4096')).toBe('4,096 kbit/s')
  expect(wordsOf('vbr_average_cap', null)).toBe('not set')
})

test('a scale of six steps has a word for each, another one only its numbers', () => {
  const six = ['1', '20', '40', '60', '80', '100']
  expect(six.map((level) => choiceWords('fixed_quality', level, six))).toEqual([
    '1 · Lowest',
    '20 · Lower',
    '40 · Medium',
    '60 · High',
    '80 · Higher',
    '100 · Highest',
  ])
  expect(choiceWords('fixed_quality', '60', ['20', '60', '90'])).toBe('60')
})
