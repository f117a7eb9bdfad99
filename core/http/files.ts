// A file as an answer: whole, or the part that was asked for (`Range`), shown in place or saved under a name.
import { stat } from 'node:fs/promises'
import type { Context } from 'hono'
import type { Action } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { RecordingFile } from '../services/recordings/index.ts'

export interface FileAnswer {
  path: string
  /** For whoever saves it. It comes from names of cameras, so it may hold anything. */
  name: string
  type: string
  disposition: 'inline' | 'attachment'
  /** The text of the fault when the file is not there. */
  missing: string
}

/** First and last byte, both counted; `null`: the whole file; `beyond`: nothing of it was asked for. */
export type Part = { first: number; last: number } | 'beyond' | null

/** What is asked in a way that we do not serve (several parts, other units, garbage) is answered whole, as a server may. */
export function partOf(header: string | undefined, size: number): Part {
  const [, from = '', to = ''] = header?.match(/^bytes=(\d*)-(\d*)$/) ?? []
  if (from === '' && to === '') return null
  if (from === '') return Number(to) && size ? { first: Math.max(0, size - Number(to)), last: size - 1 } : 'beyond'
  if (to !== '' && Number(to) < Number(from)) return null
  if (Number(from) >= size) return 'beyond'
  return { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}

/** `attachment; filename="Hof.mp4"; filename*=UTF-8''H%C3%B6f.mp4`. */
export function dispositionOf(kind: FileAnswer['disposition'], name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%/]/g, '_')
  const full = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
  return `${kind}; filename="${plain}"; filename*=UTF-8''${full}`
}

/** True when the part may be given: the client's copy is of this very file, or it did not say. */
function isSame(condition: string | undefined, etag: string, changed: Date): boolean {
  if (condition === undefined || condition === etag) return true
  return !/^(W\/)?"/.test(condition) && Date.parse(condition) === Math.floor(+changed / 1000) * 1000
}

export interface Served {
  bytes: number
  etag: string
  changed: Date
  name: string
  type: string
  disposition: FileAnswer['disposition']
  /** From one byte on up to another, both counted. */
  read(first: number, last: number): BodyInit
}

/** Answers GET and HEAD, with everything that a client may say about what it has already. */
export function servedAnswer(c: Context, served: Served): Response {
  const { bytes, etag, changed, name, type, disposition, read } = served
  const headers = {
    'accept-ranges': 'bytes',
    etag,
    'last-modified': changed.toUTCString(),
    'cache-control': 'private, no-cache',
    'content-type': type,
    'content-disposition': dispositionOf(disposition, name),
  }
  const known = c.req.header('if-none-match')?.split(/\s*,\s*/)
  if (known?.some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag))
    return new Response(null, { status: 304, headers })
  const part = isSame(c.req.header('if-range'), etag, changed) ? partOf(c.req.header('range'), bytes) : null
  if (part === 'beyond')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes}` } })
  const { first, last } = part ?? { first: 0, last: bytes - 1 }
  return new Response(c.req.method === 'HEAD' ? null : read(first, last), {
    status: part ? 206 : 200,
    headers: {
      ...headers,
      'content-length': String(last - first + 1),
      ...(part && { 'content-range': `bytes ${first}-${last}/${bytes}` }),
    },
  })
}

/** Fault not-found when the file is gone. */
export async function fileAnswer(c: Context, { path, name, type, disposition, missing }: FileAnswer) {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) throw new Fault('not-found', missing)
  const { size: bytes, mtime: changed, mtimeMs } = found
  const etag = `"${bytes.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`
  const read = (first: number, last: number) => Bun.file(path).slice(first, last + 1)
  return servedAnswer(c, { bytes, etag, changed, name, type, disposition, read })
}

/** A recording: shown to whoever may play it back, saved by whoever may export it. */
export function recordingAnswer(c: Context, { recording, path, name }: RecordingFile, action: Action) {
  return videoAnswer(c, path, name, action, recording.kind === 'picture' ? 'image/jpeg' : 'video/mp4')
}

/** The same for a video. */
export function videoAnswer(c: Context, path: string, name: string, action: Action, type = 'video/mp4') {
  const disposition = action === 'export' ? 'attachment' : 'inline'
  return fileAnswer(c, { path, name, disposition, type, missing: 'Recording file not found on disk' })
}
