// FFmpeg's arguments as text.
import { expect, test } from 'bun:test'
import { redactor, relayCommand } from './arguments.ts'

const source = {
  address: "rtsp://admin:it's%40@192.0.2.5:554/Streaming/Channels/101",
  transport: 'tcp',
  audio: true,
} as const
const usual = { fastProbing: true, sound: true }

test('the address stands on stdin and nowhere in the arguments', () => {
  const command = relayCommand(source, { quality: 'main', ...usual })
  expect(command.arguments.join(' ')).not.toContain('192.0.2.5')
  expect(command.stdin).toBe(
    `ffconcat version 1.0
file 'rtsp://admin:it%27s%40@192.0.2.5:554/Streaming/Channels/101'
option rtsp_transport tcp
option timeout 5000000
option analyzeduration 0
option probesize 5000
`,
  )
})

test('the picture is copied and sound becomes AAC at 48 kHz', () => {
  expect(relayCommand(source, { quality: 'main', ...usual }).arguments.join(' ')).toBe(
    '-hide_banner -nostdin -v error -analyzeduration 0 -probesize 5000 -f concat -safe 0 ' +
      '-protocol_whitelist pipe,rtsp,rtp,tcp,udp,tls -i pipe:0 -map 0:v:0 -c:v copy -map 0:a:0? -c:a aac -b:a 48k -ar 48000 ' +
      '-f mp4 -movflags empty_moov+default_base_moof+frag_keyframe -frag_duration 200000 -flush_packets 1 pipe:1',
  )
})

test('without sound the device is not asked for it', () => {
  for (const [from, choices] of [
    [source, { quality: 'sub', ...usual }],
    [
      { ...source, audio: false },
      { quality: 'main', ...usual },
    ],
    [source, { quality: 'main', ...usual, sound: false }],
  ] as const) {
    const command = relayCommand(from, choices)
    expect(command.arguments).toContain('-an')
    expect(command.arguments).not.toContain('aac')
    expect(command.stdin).toContain('option allowed_media_types video\n')
  }
})

test('slow probing leaves the limits out everywhere', () => {
  const command = relayCommand(source, { quality: 'sub', fastProbing: false, sound: true })
  expect(`${command.arguments} ${command.stdin}`).not.toContain('probesize')
})

test('an address that would add a line to the list, or name a file, is refused', () => {
  for (const address of ["rtsp://host/a\nfile 'rtsp://other/'", 'file:/etc/passwd', 'http://192.0.2.5/'])
    expect(() => relayCommand({ ...source, address }, { quality: 'main', ...usual })).toThrow('rtsp://')
})

test('logins are removed from error lines however they are spelt', () => {
  const redact = redactor("rtsp://admin:p%40ss'word@192.0.2.5/1")
  const clean = redact("cannot open 'rtsp://admin:p%40ss'word@192.0.2.5/1'; p@ss'word; rtsp://other:secret@x/")
  expect(clean).toBe("cannot open 'rtsp://***@192.0.2.5/1'; ***; rtsp://***@x/")
})
