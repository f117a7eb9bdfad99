// Subscriptions as they are stored: who knows the address and keys of one can write to the browser, so they are encrypted.
import { createHash } from 'node:crypto'
import type { pushSubscriptions } from '../../db/schema/index.ts'
import type { Secrets } from '../secrets.ts'
import type { Recipient } from './seal.ts'

export type Row = typeof pushSubscriptions.$inferSelect
export const SECRET_COLUMNS = ['endpoint', 'p256dh', 'auth'] as const
type SecretColumn = (typeof SECRET_COLUMNS)[number]

/** What a column is bound to. */
export const pushLabel = (column: SecretColumn, uuid: string) => `push_subscriptions.${column}.${uuid}`

export interface Rows {
  /** Fault where it was written with another secret key. */
  opened(row: Row): Recipient
  /** What a browser is known by. */
  hashOf(to: Pick<Recipient, 'endpoint'>): string
  closed(uuid: string, to: Recipient): Pick<Row, SecretColumn | 'endpointHash'>
  /** Host of the push service; empty where the address cannot be read. */
  serviceOf(row: Row): string
}

export function createRows(secrets: Pick<Secrets, 'encrypt' | 'decrypt'>): Rows {
  const rows: Rows = {
    opened(row) {
      const open = (column: SecretColumn) => secrets.decrypt(row[column], pushLabel(column, row.uuid))
      return { endpoint: open('endpoint'), p256dh: open('p256dh'), auth: open('auth') }
    },
    hashOf: ({ endpoint }) => createHash('sha256').update(endpoint).digest('base64url'),
    closed(uuid, to) {
      const close = (column: SecretColumn) => secrets.encrypt(to[column], pushLabel(column, uuid))
      return {
        endpointHash: rows.hashOf(to),
        endpoint: close('endpoint'),
        p256dh: close('p256dh'),
        auth: close('auth'),
      }
    },
    serviceOf(row) {
      try {
        return new URL(rows.opened(row).endpoint).host
      } catch {
        return ''
      }
    },
  }
  return rows
}
