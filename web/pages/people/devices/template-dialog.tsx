// A template of rights is given its name: a new one, or another name for one that is there.
import { useState } from 'preact/hooks'
import type { Answer } from '../../../client.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import type { RightsDocument } from './asks.ts'
import { documentText } from './words.ts'

interface Props {
  title: string
  name: string
  document: RightsDocument
  save: (name: string) => Promise<Answer<unknown>>
  onSaved: () => void
  onClose: () => void
}

export function TemplateDialog({ title, name: stored, document, save, onSaved, onClose }: Props) {
  const [name, setName] = useState(stored)
  const action = useAsyncAction(() => save(name.trim()), onSaved)
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        class="form template-form"
        onSubmit={(event) => {
          event.preventDefault()
          void action.run()
        }}
      >
        <Field label={t('rights.template.called')} value={name} onValue={setName} maxLength={64} required />
        <p class="note">{documentText(document)}</p>
        <FaultNote fault={action.fault} />
        <div class="actions end">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button type="submit" look="primary" pending={action.pending} disabled={name.trim() === ''}>
            {t('do.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
