// The clips' sound: a beep at each full second, as G.711 A-law.

const RATE = 8000

/** ITU-T G.711: 13 bits of a linear sample to 8. */
function toALaw(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80
  const size = Math.min(Math.abs(sample) >> 3, 4095)
  let exponent = 0
  while (size >> (exponent + 5) && exponent < 7) exponent++
  const mantissa = (exponent ? size >> exponent : size >> 1) & 15
  return (sign | (exponent << 4) | mantissa) ^ 0x55
}

/** `seconds` of A-law at 8 kHz: 0.15 s of a tone of `hertz`, then silence, every second. */
export function beeps(seconds: number, hertz: number): Buffer {
  const sound = Buffer.alloc(seconds * RATE)
  for (let index = 0; index < sound.length; index++) {
    const isOn = index % RATE < RATE * 0.15
    sound[index] = toALaw(isOn ? Math.round(8000 * Math.sin((2 * Math.PI * hertz * index) / RATE)) : 0)
  }
  return sound
}
