// Walls on the wire.
import { z } from 'zod'
import { MOST_CHANNELS, type Wall, type WallInput } from '../services/walls.ts'

const fields = {
  name: z.string().trim().min(1).max(60).meta({ description: 'Once among yours, capital letters or not' }),
  channel_ids: z.array(z.int().positive()).max(MOST_CHANNELS).meta({
    description: 'In their order. One that is gone, or that you may no longer see, is left out of the answer',
  }),
  columns: z.int().min(1).max(12).nullable().meta({ description: 'Null: as many as make the pictures largest' }),
}

export const wallBody = z.object({ ...fields, columns: fields.columns.default(null) })
export const wallPatch = z.object(fields).partial()

export const wallSchema = z
  .object({ id: z.int(), uuid: z.string(), ...fields, created_at: z.string(), updated_at: z.string() })
  .meta({ id: 'Wall', description: 'Live pictures as you have arranged them' })

export const wallAnswer = z.object({ success: z.literal(true), data: wallSchema })
export const wallsAnswer = z
  .object({ success: z.literal(true), data: z.array(wallSchema) })
  .meta({ description: 'Your walls, by name' })

export type WallOut = z.output<typeof wallSchema>

export const wallIn = ({ name, channel_ids, columns }: z.output<typeof wallBody>): WallInput => ({
  name,
  channelIds: channel_ids,
  columns,
})

export const wallPatchIn = ({ name, channel_ids, columns }: z.output<typeof wallPatch>): Partial<WallInput> => ({
  ...(name !== undefined && { name }),
  ...(channel_ids !== undefined && { channelIds: channel_ids }),
  ...(columns !== undefined && { columns }),
})

export const wallOut = ({ id, uuid, name, channelIds, columns, createdAt, updatedAt }: Wall): WallOut => ({
  ...{ id, uuid, name, channel_ids: channelIds, columns },
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
})
