// Templates of channels' settings: what differs, what is asked of the device, and what it takes instead.
import { describe, expect, test } from 'bun:test'
import type { ChannelOut, DeviceOut } from '../../../wire.ts'
import type { Limits, Settings } from '../channels/asks.ts'
import { cellWords, wantedWords } from './columns.ts'
import { deedsOf, wishesBack, wishesOf } from './deeds.ts'
import { formOf, wantedOf } from './form.ts'
import type { Row } from './rows.ts'
import { type Choice, shownOf } from './shown.ts'
import { differenceOf, differs, wantedLike, withinLimits } from './template.ts'

const MAIN: Settings = {
  ...{ id: 1, channel_name: 'Gate', connected_type: 'ip', read_at: '2026-05-01T00:00:00Z' },
  ...{ video_codec: 'H.265', h265_plus: true, resolution_width: 2560, resolution_height: 1440, max_frame_rate: 2000 },
  ...{ bit_rate: 'variable', fixed_quality: 60, vbr_upper_cap: 4096, vbr_average_cap: 2048, motion_detect: true },
}
const SUB: Settings = {
  ...MAIN,
  ...{ video_codec: 'MJPEG', h265_plus: null, resolution_width: 640, resolution_height: 360, max_frame_rate: 0 },
  ...{ bit_rate: 'constant', vbr_upper_cap: 512, vbr_average_cap: null },
}
const rowOf = (id: number, more: Partial<Row> = {}): Row => ({
  id,
  channel: { id, name: `Camera ${id}`, channel_no: id } as ChannelOut,
  device: { id: id > 2 ? 2 : 1 } as DeviceOut,
  place: id > 2 ? 'Barn' : 'House',
  ...{ main: MAIN, sub: SUB, isOpen: true, readAt: MAIN.read_at },
  schedule: { enabled: true, mode: 'motion', device_mode: 'MOTION', read_at: MAIN.read_at },
  clock: {
    ...{ device_id: 1, drift_seconds: 90, utc_offset_minutes: 480, time_zone: null, mode: 'manual' },
    read_at: MAIN.read_at,
  },
  ...more,
})

describe('what differs', () => {
  test('is what the template names and the channel has otherwise, and no more', () => {
    const wanted = { main: { video_codec: 'H.264', resolution_width: 2560, resolution_height: 1440 } }
    const difference = differenceOf(rowOf(1), wanted)
    expect(difference).toEqual({
      main: [{ field: 'video_codec', before: 'H.265', after: 'H.264' }],
      ...{ sub: [], schedule: null, marks: [] },
    })
    expect(differs(difference)).toBe(true)
    expect(differs(differenceOf(rowOf(1), wantedLike(rowOf(1))))).toBe(false)
    expect(differs(differenceOf(rowOf(1), {}))).toBe(false)
  })

  test('is nothing where a channel was never read, or does not have such a setting', () => {
    const wanted = { main: { video_codec: 'H.264' }, sub: { fixed_quality: 90, h265_plus: true, vbr_average_cap: 100 } }
    expect(differs(differenceOf(rowOf(1, { main: null, sub: null, schedule: null, clock: null }), wanted))).toBe(false)
    // A constant rate has no quality, and MJPEG no smart encoding.
    expect(differenceOf(rowOf(1), wanted).sub).toEqual([])
  })

  test('is told of recording and clock too, where only the switch can be written', () => {
    const row = rowOf(1)
    const wanted = {
      recording: { enabled: false, mode: 'continuous' as const },
      clock: { mode: 'ntp', utc_offset_minutes: 480 },
    }
    const difference = differenceOf(row, wanted)
    expect(difference.schedule).toBe(false)
    expect(difference.marks.map(({ part, field }) => `${part} ${field}`)).toEqual(['recording mode', 'clock mode'])
    expect(wantedWords(row, difference, 'recording')).toBe('Off, All the time')
    expect(wantedWords(row, difference, 'clock')).toBe('A time server (NTP)')
    expect(wantedWords(row, difference, 'main.codec')).toBe('')
    expect(cellWords(row, 'clock')).toContain('ahead · UTC+8')
  })
})

describe('bringing to a template', () => {
  const wanted = {
    main: { video_codec: 'H.264', max_frame_rate: 1500 },
    sub: { resolution_width: 704, resolution_height: 576 },
    recording: { enabled: false },
  }
  const deeds = deedsOf([rowOf(1)], new Map([[1, differenceOf(rowOf(1), wanted)]]))

  test('asks for what changes, part by part', () => {
    expect(deeds.map(({ part }) => part)).toEqual(['main', 'sub', 'schedule'])
    expect(wishesOf(deeds)).toEqual([
      {
        channel_id: 1,
        main: { video_codec: 'H.264', max_frame_rate: 1500 },
        sub: { resolution_width: 704, resolution_height: 576 },
        schedule_enable: false,
      },
    ])
    expect(wishesOf(deeds.slice(1, 2))).toEqual([
      { channel_id: 1, sub: { resolution_width: 704, resolution_height: 576 } },
    ])
  })

  test('is taken back to what the device said it had before, also of what changed along with it', () => {
    const outcome = (part: 'main' | 'schedule', changes: object[]) =>
      ({
        channel_id: 1,
        part,
        ok: true,
        changes,
        ignored: [],
        reboot_required: false,
        error: null,
        problems: [],
      }) as never
    const written = deeds.flatMap((deed) => {
      if (deed.part === 'sub') return []
      const changes =
        deed.part === 'main'
          ? [
              { field: 'video_codec', before: 'H.265', after: 'H.264' },
              { field: 'h265_plus', before: true, after: false },
              { field: 'vbr_average_cap', before: null, after: 100 },
            ]
          : [{ field: 'schedule_enable', before: true, after: false }]
      return [{ ...deed, state: { phase: 'written' as const, outcome: outcome(deed.part as 'main', changes) } }]
    })
    expect(wishesBack(written)).toEqual([
      { channel_id: 1, main: { video_codec: 'H.265', h265_plus: true }, schedule_enable: true },
    ])
  })

  test('offers the nearest that the device takes, and changes nothing by itself', () => {
    const limits: Limits = {
      resolutions: [
        { width: 1280, height: 720 },
        { width: 1920, height: 1080 },
      ],
      ...{ video_codec: ['H.265'], max_frame_rates: [0, 600, 1200] },
      fixed_quality: { options: [], current: null, default: null },
      vbr: { upper_cap: { min: 256, max: 8192 }, lower_cap: { min: 0, max: 0 } },
    }
    const change = (
      field: 'size' | 'video_codec' | 'max_frame_rate' | 'vbr_upper_cap',
      before: string,
      after: string,
    ) => ({
      ...{ field, before, after },
    })
    const settings = { ...MAIN, resolution_width: 1280, resolution_height: 720 }
    expect(
      withinLimits(settings, limits, [
        change('size', '1280x720', '3840x2160'),
        change('video_codec', 'H.265', 'H.264'),
        change('max_frame_rate', '2000', '1500'),
        change('vbr_upper_cap', '4096', '20000'),
      ]),
    ).toEqual([
      change('size', '1280x720', '1920x1080'),
      change('max_frame_rate', '2000', '1200'),
      change('vbr_upper_cap', '4096', '8192'),
    ])
    expect(withinLimits(settings, limits, [change('size', '1280x720', '1920x1080')])).toBeNull()
  })
})

test('a form gives back the template that it was opened with, and leaves out what is as it is', () => {
  const wanted = {
    ...wantedLike(rowOf(1)),
    recording: { enabled: true, mode: 'off' as const },
    clock: { mode: 'ntp', utc_offset_minutes: -210 },
  }
  expect(wantedOf(formOf(wanted))).toEqual(wanted)
  expect(wantedOf(formOf({}))).toEqual({})
})

test('channels are found by name, device and value, and stand in the order of a column with what is unknown last', () => {
  const small = { ...MAIN, resolution_width: 640, resolution_height: 360, video_codec: 'H.264' }
  const rows = [rowOf(1), rowOf(2, { main: null }), rowOf(3, { main: small })]
  const all: Choice = { sought: '', device: null, onlyDiffering: false, order: '' }
  const ids = (choice: Partial<Choice>, differences = new Map()) =>
    shownOf(rows, { ...all, ...choice }, differences).map(({ id }) => id)
  expect(ids({ sought: 'barn h.264' })).toEqual([3])
  expect(ids({ sought: '2560 × 1440' })).toEqual([1])
  expect(ids({ device: 1 })).toEqual([1, 2])
  expect(ids({ order: 'main.size' })).toEqual([3, 1, 2])
  expect(ids({ order: '-main.size' })).toEqual([1, 3, 2])
  const wanted = { main: { video_codec: 'H.264' } }
  const differences = new Map(rows.map((row) => [row.id, differenceOf(row, wanted)]))
  expect(ids({ onlyDiffering: true }, differences)).toEqual([1])
})
