// What an export has made, as an answer: a film as any file, a ZIP as it is made. A backup is a file, too.
import type { Context } from 'hono'
import type { ExportFile } from '../services/exports/index.ts'
import { fileAnswer, servedAnswer, videoAnswer } from './files.ts'
import { letWait } from './sockets.ts'

/** Answers GET and HEAD. A ZIP is made while it is sent, and is the same each time. */
export function exportAnswer(c: Context, file: ExportFile): Promise<Response> | Response {
  letWait(c)
  if (file.kind === 'mp4') return videoAnswer(c, file.path, file.name, 'export')
  const { zip, name, etag, changed } = file
  const about = { bytes: zip.bytes, etag, changed, name, type: 'application/zip', disposition: 'attachment' } as const
  return servedAnswer(c, { ...about, read: zip.stream })
}

export function backupAnswer(c: Context, { path, name }: { path: string; name: string }): Promise<Response> {
  letWait(c)
  const type = 'application/octet-stream'
  return fileAnswer(c, { path, name, type, disposition: 'attachment', missing: 'Backup not found' })
}
