// The form of a section that is saved as a whole: its fields, why it was not saved, and the button.
import type { ComponentChildren } from 'preact'
import { t } from '../texts/t.ts'
import { Button } from './button.tsx'
import { FaultNote } from './states.tsx'
import type { AsyncAction } from './use-async-action.ts'

interface Props {
  save: AsyncAction<[]>
  /** There is something to save, and nothing wrong in it. */
  canSave: boolean
  /** Asked before what would be lost; left out, it is saved at once. */
  onSubmit?: () => void
  /** Why it was not saved, where it is not simply said here. */
  note?: ComponentChildren
  class?: string
  children: ComponentChildren
}

export function SaveForm({ save, canSave, onSubmit, note, class: more, children }: Props) {
  return (
    <form
      class={more ? `form ${more}` : 'form'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!canSave) return
        if (onSubmit) onSubmit()
        else void save.run()
      }}
    >
      {children}
      {note === undefined ? <FaultNote fault={save.fault} /> : note}
      <div class="actions">
        <Button type="submit" pending={save.pending} disabled={!canSave}>
          {t('do.save')}
        </Button>
      </div>
    </form>
  )
}
