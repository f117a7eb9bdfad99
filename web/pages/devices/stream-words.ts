// Which addresses of a camera are tried, with which login, and what they send in words.
import { hostOf } from '../../addresses.ts'
import { t } from '../../texts/t.ts'
import type { DeviceOut, ProbedOut } from '../../wire.ts'
import type { Draft } from './device-input.ts'

const schemed = (address: string) => (/^rtsps?:\/\//i.test(address) ? address : `rtsp://${address}`)
const hasLogin = (address: string) => /^[a-z]+:\/\/[^/?]*@/i.test(address)

/**
 * With the login of the form's fields where the address has none; the stored password stands in for an empty one. The second
 * address gets it at the same host only, and is not tried with a stored login while a new password is being typed.
 */
export function streamsToTry(draft: Draft, device: DeviceOut | undefined): { main: string; sub: string | null } {
  const username = draft.username.trim()
  const userinfo = `${encodeURIComponent(username)}${draft.password && `:${encodeURIComponent(draft.password)}`}`
  const signed = (address: string) =>
    username === '' || hasLogin(address) ? address : address.replace('//', `//${userinfo}@`)
  const [main, sub] = [schemed(draft.address.trim()), draft.subAddress.trim()]
  if (sub === '') return { main: signed(main), sub: null }
  const second = schemed(sub)
  if (device && draft.password !== '' && second.includes('***')) return { main: signed(main), sub: null }
  return { main: signed(main), sub: hostOf(second) === hostOf(main) ? signed(second) : second }
}

const CODECS: Record<string, string> = { h264: 'H.264', hevc: 'H.265', mjpeg: 'Motion JPEG', mpeg4: 'MPEG-4' }
const SOUNDS: Record<string, string> = { aac: 'AAC', pcm_alaw: 'G.711', pcm_mulaw: 'G.711', adpcm_g726: 'G.726' }

export function wordsOf({ codec, width, height, frame_rate, audio }: ProbedOut): string {
  const parts = [
    CODECS[codec] ?? codec.toUpperCase(),
    `${width} × ${height}`,
    ...(frame_rate === null ? [] : [t('devices.stream.rate', { rate: Math.round(frame_rate * 10) / 10 })]),
    audio === null ? t('devices.stream.silent') : t('devices.stream.sound', { codec: SOUNDS[audio] ?? audio }),
  ]
  return `${parts.join(', ')}.`
}
