// Pages of seed 004: `page` and `limit` read strictly, in the words that its clients know, and the `pagination` beside the rows.
import { z } from 'zod'

const page = z
  .string()
  .regex(/^[1-9]\d{0,6}$/, 'Invalid page number')
  .transform(Number)
  .default(1)
const limit = z
  .string()
  .regex(/^([1-9]\d?|100)$/, 'Invalid limit (must be between 1 and 100)')
  .transform(Number)

/** Keys `page` and `limit` of a query. */
export const pageShape = (defaultLimit = 20) => ({ page, limit: limit.default(defaultLimit) })

export interface Paging {
  page: number
  limit: number
}

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
