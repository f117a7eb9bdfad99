// Pages of seed 004: `page` and `limit` read strictly, in the words that its clients know, and the `pagination` beside the rows.
import { z } from 'zod'

const page = z
  .string()
  .regex(/^[1-9]\d{0,6}$/, 'Invalid page number')
  .transform(Number)
const limit = z
  .string()
  .regex(/^([1-9]\d?|100)$/, 'Invalid limit (must be between 1 and 100)')
  .transform(Number)

const USUAL = 20

/** Keys `page` and `limit` of a query. */
export const pageShape = (defaultLimit = USUAL) => ({ page: page.default(1), limit: limit.default(defaultLimit) })

/** The same for a list that is told whole to who asks for no page. */
export const pageIfAsked = { page: page.optional(), limit: limit.optional() }

export interface Paging {
  page: number
  limit: number
}

/** Null = the list is wanted whole. */
export const pagingOf = ({ page, limit }: { [K in keyof Paging]?: number | undefined }): Paging | null =>
  page === undefined && limit === undefined ? null : { page: page ?? 1, limit: limit ?? USUAL }

export const paginationSchema = z.object({ page: z.int(), limit: z.int(), total: z.int(), totalPages: z.int() })

/** The page as an envelope. */
export function pageOf<T>(data: T[], total: number, { page, limit }: Paging) {
  return {
    success: true as const,
    data,
    pagination: { page, limit, total, totalPages: Math.ceil(total / limit) },
  }
}

export const offsetOf = ({ page, limit }: Paging): number => (page - 1) * limit
