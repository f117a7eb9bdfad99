// What an export has made, as an answer: a film as any file, a ZIP as it is made.
import type { Context } from 'hono'
import type { ExportFile } from '../services/exports/index.ts'
import { dispositionOf, partOf, videoAnswer } from './files.ts'
import { letWait } from './sockets.ts'

/** Answers GET and HEAD. A ZIP is made while it is sent, and is the same each time. */
export function exportAnswer(c: Context, file: ExportFile): Promise<Response> | Response {
  letWait(c)
  if (file.kind === 'mp4') return videoAnswer(c, file.path, file.name, 'export')
  const { zip, name, etag, changed } = file
  const headers = {
    'accept-ranges': 'bytes',
    etag,
    'last-modified': changed.toUTCString(),
    'cache-control': 'private, no-cache',
    'content-disposition': dispositionOf('attachment', name),
  }
  const condition = c.req.header('if-range')
  const part = condition === undefined || condition === etag ? partOf(c.req.header('range'), zip.bytes) : null
  if (part === 'beyond')
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${zip.bytes}` } })
  const { first, last } = part ?? { first: 0, last: zip.bytes - 1 }
  return new Response(c.req.method === 'HEAD' ? null : zip.stream(first, last), {
    status: part ? 206 : 200,
    headers: {
      ...headers,
      'content-type': 'application/zip',
      'content-length': String(last - first + 1),
      ...(part && { 'content-range': `bytes ${first}-${last}/${zip.bytes}` }),
    },
  })
}
