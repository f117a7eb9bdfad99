// One socket of a live picture: what comes through it, its silence, and how it ended.
import type { PageFault } from '../../client.ts'

export interface SocketEnd {
  /** Something came before. */
  received: boolean
  /** Why, where the server says it in words. */
  told: PageFault | null
  /** The ticket had ended: another one is to be had at once. */
  stale: boolean
}

interface Events {
  onFrame(frame: string | ArrayBuffer): void
  onEnd(end: SocketEnd): void
}

/** A socket that is silent for so long is taken for dead. */
const SILENT_MS = 12_000
const TICKET_ENDED = 4401

/** Until `signal` ends it; after that nothing is told any more. */
export function openLiveSocket(address: string, signal: AbortSignal, { onFrame, onEnd }: Events): void {
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  let silence: ReturnType<typeof setTimeout> | undefined
  let received = false
  const end = (told: PageFault | null, stale: boolean) => {
    if (!signal.aborted) onEnd({ received, told, stale })
  }
  const alive = () => {
    clearTimeout(silence)
    silence = setTimeout(() => end(null, false), SILENT_MS)
  }
  signal.addEventListener('abort', () => {
    clearTimeout(silence)
    // Closing one that is still being opened makes browsers complain.
    if (socket.readyState === WebSocket.CONNECTING) socket.addEventListener('open', () => socket.close())
    else socket.close()
  })
  alive()
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (signal.aborted) return
    alive()
    received = true
    onFrame(data)
  })
  socket.addEventListener('close', ({ code, reason }) => {
    const isTold = code >= 4000 && code !== TICKET_ENDED && reason !== ''
    end(isTold ? { status: code - 4000, message: reason, problems: [] } : null, code === TICKET_ENDED)
  })
}
