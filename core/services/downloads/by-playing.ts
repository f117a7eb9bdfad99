// A clip of a device that hands out no files: played at the device's own pace and kept as it comes.
import type { ClipBytes, Source } from '#plugin'
import { keepCommand, redactor } from '../../media/arguments.ts'
import { faultOfRun } from '../../media/faults.ts'
import { asPlayback } from '../../media/footage-faults.ts'
import { watchPeers } from '../../media/peers.ts'
import { startFfmpeg } from '../../media/process.ts'
import { refuseUnsendable } from '../stream-login.ts'

/**
 * The clip's bytes while it plays: so much of it takes as long. They fail with the device's answer where nothing came; where it
 * broke off they end early, which the length of the recording shows.
 */
export function openByPlaying(source: Source, seconds: number, signal: AbortSignal, ffmpeg = 'ffmpeg'): ClipBytes {
  refuseUnsendable(source.address)
  const command = keepCommand(source, seconds)
  const run = startFfmpeg(ffmpeg, command.arguments, command.stdin, redactor(source.address))
  const stop = () => run.stop()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  const peers = watchPeers(run.pid, source.address, stop)
  void run.ended.then(() => {
    signal.removeEventListener('abort', stop)
    peers[Symbol.dispose]()
  })
  let hasCome = false
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      const stranger = hasCome ? null : peers.check()
      if (stranger) throw stranger
      hasCome = true
      controller.enqueue(piece)
    },
    async flush() {
      const { errors } = await run.over()
      if (!hasCome && !signal.aborted) throw asPlayback(faultOfRun(errors, false))
    },
  })
  return { bytes: run.output.pipeThrough(watch), length: null, container: 'mp4' }
}
