// Templates on the wire: each kind has a document of its own.
import { z } from 'zod'
import type { Template } from '../services/templates.ts'
import { channelsDocument } from './templates-channels.wire.ts'
import { rightsDocument } from './templates-rights.wire.ts'

const name = z.string().trim().min(1).max(64)

export const templateBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rights'), name, document: rightsDocument }),
  z.object({ kind: z.literal('channels'), name, document: channelsDocument }),
])

export const templatesQuery = z.object({
  kind: z.enum(['rights', 'channels']).optional().meta({ description: 'Left out: of every kind' }),
})

const row = { id: z.int(), uuid: z.string(), name: z.string(), created_at: z.string(), updated_at: z.string() }

export const templateSchema = z
  .discriminatedUnion('kind', [
    z.object({ ...row, kind: z.literal('rights'), document: rightsDocument }),
    z.object({ ...row, kind: z.literal('channels'), document: channelsDocument }),
  ])
  .meta({ id: 'Template', description: 'What rights of device users, or settings of channels, shall be' })

export const templateAnswer = z.object({ success: z.literal(true), data: templateSchema })
export const templatesAnswer = z.object({ success: z.literal(true), data: z.array(templateSchema) })

export type TemplateOut = z.output<typeof templateSchema>
export type TemplateIn = z.output<typeof templateBody>

/** Stored was what these schemas had let in; what another version of them had is left out. */
const documentOut = <T>(schema: z.ZodType<T>, document: unknown): T | null => schema.safeParse(document).data ?? null

export function templateOut({ kind, document, createdAt, updatedAt, ...own }: Template): TemplateOut {
  const rest = { ...own, created_at: createdAt.toISOString(), updated_at: updatedAt.toISOString() }
  return kind === 'rights'
    ? { ...rest, kind, document: documentOut(rightsDocument, document) ?? {} }
    : { ...rest, kind, document: documentOut(channelsDocument, document) ?? {} }
}
