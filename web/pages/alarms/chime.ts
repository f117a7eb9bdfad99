// A soft sound: two notes that fade, made here, so that nothing is fetched and nobody is frightened.

const NOTES = [
  { hertz: 659.3, after: 0 },
  { hertz: 880, after: 0.16 },
]
const LOUD = 0.16
const FADE_S = 0.9
/** Alarms come in swarms: one sound tells of all of them. */
const PAUSE_MS = 4000

let context: AudioContext | null = null
let last = Number.NEGATIVE_INFINITY

/** Made once somebody has touched the page: before, a browser only complains. */
export async function wake(): Promise<AudioContext | null> {
  if (!navigator.userActivation?.hasBeenActive && navigator.userActivation) return null
  context ??= new AudioContext()
  // Never settles where the browser still says no.
  void context.resume()
  return context
}

export async function play(): Promise<void> {
  if (performance.now() - last < PAUSE_MS) return
  const audio = await wake()
  if (!audio) return
  last = performance.now()
  for (const { hertz, after } of NOTES) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    const at = audio.currentTime + after
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0, at)
    volume.gain.linearRampToValueAtTime(LOUD, at + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, at + FADE_S)
    tone.connect(volume).connect(audio.destination)
    tone.start(at)
    tone.stop(at + FADE_S)
  }
}
