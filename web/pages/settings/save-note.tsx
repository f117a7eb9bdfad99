// Why a form of settings was not saved, unless a field says it already.
import { FaultNote } from '../../parts/states.tsx'
import type { HubForm } from '../hub/use-hub-settings.ts'

export function SaveNote({ form, keys }: { form: HubForm; keys: readonly string[] }) {
  return keys.some((key) => form.problem(key)) ? null : <FaultNote fault={form.save.fault} />
}
