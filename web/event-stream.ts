// One event stream, kept open: asked for by a signed address, and opened anew where it breaks off or falls silent.
import type { Answer } from './client.ts'
import { pauseMs } from './pauses.ts'
import type { SignedOut } from './wire.ts'

export interface StreamDeps {
  sign(signal: AbortSignal): Promise<Answer<SignedOut>>
  connect(url: string): EventSource
  /** By the name of each event. */
  handlers: Readonly<Record<string, (data: never) => void>>
  /** `isFirst`: nothing can have been missed. */
  onOpen(isFirst: boolean): void
  /** It is down for longer than a blink, or back. */
  onTrouble(isDown: boolean): void
  random?: () => number
}

export interface KeptStream {
  /** Somebody looks again, or the network is back: tries soon, where it is not open. */
  hurry(): void
  /** Lets the line go until somebody looks again: a browser has six to us, for all of its pages together. */
  rest(): void
  close(): void
}

const TROUBLE_AFTER_MS = 5000
/** Three signs of life that did not come: what looks open is a line that is cut somewhere between us and the appliance. */
const SILENT_MS = 45_000

export function keepStream({ sign, connect, handlers, onOpen, onTrouble, random }: StreamDeps): KeptStream {
  /** The try under way, or what came of it: there is never a second one beside it. */
  let connection = new AbortController()
  let isOpen = false
  let isClosed = false
  let isResting = false
  let isFirst = true
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let trouble: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  /** It gives signs of life: an appliance that gives none is silent where all is quiet. */
  let isBeating = false

  const disconnect = () => {
    clearTimeout(timer)
    clearTimeout(silence)
    connection.abort()
    isOpen = false
    isBeating = false
  }
  const again = () => {
    disconnect()
    trouble ??= setTimeout(() => onTrouble(true), TROUBLE_AFTER_MS)
    timer = setTimeout(() => void open(), pauseMs(attempt++, random))
  }
  const heard = () => {
    clearTimeout(silence)
    if (isBeating) silence = setTimeout(again, SILENT_MS)
  }
  const opened = () => {
    isOpen = true
    attempt = 0
    clearTimeout(trouble)
    trouble = undefined
    onTrouble(false)
    onOpen(isFirst)
    isFirst = false
  }
  const open = async () => {
    isResting = false
    connection = new AbortController()
    const { signal } = connection
    const signed = await sign(signal)
    if (signal.aborted || signed.kind === 'signed-out') return
    if (signed.kind !== 'ok') return again()
    const source = connect(signed.data.url)
    signal.addEventListener('abort', () => source.close())
    const on = (name: string, act: (event: MessageEvent) => void) =>
      source.addEventListener(name, (event) => signal.aborted || act(event))
    on('open', opened)
    on('error', again)
    on('here', () => {
      isBeating = true
      heard()
    })
    for (const [name, handle] of Object.entries(handlers))
      on(name, ({ data }) => {
        heard()
        handle(JSON.parse(data) as never)
      })
  }
  void open()

  return {
    hurry() {
      if (isOpen || isClosed) return
      attempt = 0
      if (isResting) void open()
      else again()
    },
    rest() {
      disconnect()
      // Nobody is there whom it would trouble.
      clearTimeout(trouble)
      trouble = undefined
      isResting = true
    },
    close() {
      isClosed = true
      disconnect()
      clearTimeout(trouble)
    },
  }
}
