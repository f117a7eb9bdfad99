// FFmpeg as a child: its output as a stream, its errors as redacted text, and an end that is certain.
import { Fault } from '../domain/fault.ts'

export interface FfmpegRun {
  readonly pid: number
  readonly output: ReadableStream<Uint8Array>
  /** Resolves when the process is gone; never rejects. `errors` is what it wrote, without logins. */
  readonly ended: Promise<{ code: number; errors: string }>
  /** The same, for one that has written all: if it does not end by itself, it is ended. */
  over(): Promise<{ code: number; errors: string }>
  /** Asks it to end, which lets it say goodbye to the device, and kills it after a second. */
  stop(): void
}

export interface RunningFfmpeg {
  readonly pid: number
  /** Without its name; addresses with logins are never among them, since those go by stdin. */
  readonly arguments: readonly string[]
  readonly startedAt: Date
}

const children = new Map<number, RunningFfmpeg>()

/** Every FFmpeg of this process, in the order of their start. */
export const runningFfmpeg = (): RunningFfmpeg[] => [...children.values()]

/** Among its errors when what it writes found no room. */
export const FULL = /No space left on device|Disk quota exceeded/i

/** FFmpeg that hangs on a frozen source does not react to SIGTERM. */
const KILL_AFTER_MS = 1000
const KEPT_ERRORS = 4096

async function readErrors(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream) text = (text + decoder.decode(chunk, { stream: true })).slice(-KEPT_ERRORS)
  return text
}

/** Throws a Fault when there is no FFmpeg. */
export function startFfmpeg(
  ffmpeg: string,
  args: string[],
  stdin: string | Uint8Array<ArrayBuffer>[] | ReadableStream<Uint8Array>,
  redact: (text: string) => string = (text) => text,
): FfmpegRun {
  const spawn = () =>
    Bun.spawn([ffmpeg, ...args], {
      stdin: stdin instanceof ReadableStream ? stdin : new Blob(typeof stdin === 'string' ? [stdin] : stdin),
      stdout: 'pipe',
      stderr: 'pipe',
      // Our own environment holds passwords, and FFmpeg needs none of it.
      env: { PATH: process.env.PATH, LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH },
    })
  let child: ReturnType<typeof spawn>
  try {
    child = spawn()
  } catch (cause) {
    throw new Fault('internal', 'FFmpeg could not be started. Is it installed?', { cause })
  }
  const { pid } = child
  children.set(pid, { pid, arguments: args, startedAt: new Date() })
  const errors = readErrors(child.stderr)
  let killer: ReturnType<typeof setTimeout> | undefined
  const ended = (async () => {
    const code = await child.exited
    children.delete(pid)
    clearTimeout(killer)
    return { code, errors: redact(await errors.catch(() => '')) }
  })()
  function stop(): void {
    if (killer) return
    killer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
    child.kill('SIGTERM')
    if (child.exitCode !== null || child.signalCode !== null) clearTimeout(killer)
  }

  return {
    pid,
    output: child.stdout,
    ended,
    async over() {
      const timer = setTimeout(stop, KILL_AFTER_MS)
      const end = await ended
      clearTimeout(timer)
      return end
    },
    stop,
  }
}
