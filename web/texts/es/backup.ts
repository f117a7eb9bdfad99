// Spanish for backups, and for the secret key.
import type { backupTexts as english } from '../en/backup.ts'
import type { Translation } from '../translation.ts'

export const backupTexts = {} satisfies Partial<Translation<typeof english>>
