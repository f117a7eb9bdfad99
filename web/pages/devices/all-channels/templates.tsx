// The templates of the household: chosen, made, changed, and removed with a way back.
import { useState } from 'preact/hooks'
import { toast } from '../../../parts/toasts.tsx'
import { t } from '../../../texts/t.ts'
import { asks, type Template, type Wanted } from './asks.ts'
import type { Row } from './rows.ts'
import { TemplateBar } from './template-bar.tsx'
import { TemplateDialog } from './template-dialog.tsx'

interface Props {
  rows: readonly Row[]
  templates: readonly Template[]
  template: Template | null
  /** What a new one begins with; null = none is being made. */
  begin: Wanted | null
  onBegin: (begin: Wanted | null) => void
  onChoose: (id: number | null) => void
  reload: () => void
}

export function Templates({ rows, templates, template, begin, onBegin, onChoose, reload }: Props) {
  const [editing, setEditing] = useState<Template | null>(null)
  /** Not asked to go yet: the word that says so can still be taken back. */
  const [going, setGoing] = useState<ReadonlySet<number>>(new Set())
  const stay = (id: number) => setGoing((before) => new Set([...before].filter((one) => one !== id)))
  const close = () => {
    setEditing(null)
    onBegin(null)
  }
  const remove = ({ id, name }: Template) => {
    setGoing((before) => new Set([...before, id]))
    onChoose(null)
    toast(t('configuration.template.removed', { name }), {
      undo() {
        stay(id)
        onChoose(id)
      },
      settle: (leaving) =>
        asks.drop(id, leaving).then((answer) => {
          stay(id)
          reload()
          if (answer.kind === 'fault') toast(answer.fault.message)
        }),
    })
  }
  return (
    <>
      <TemplateBar
        templates={templates.filter(({ id }) => !going.has(id))}
        {...{ template, onChoose }}
        onNew={() => onBegin({})}
        onEdit={setEditing}
        onRemove={remove}
      />
      {(editing || begin) && (
        <TemplateDialog
          rows={rows}
          template={editing}
          begin={begin ?? {}}
          onClose={close}
          onKept={({ id, name }) => {
            toast(t('configuration.template.kept', { name }))
            close()
            reload()
            onChoose(id)
          }}
        />
      )}
    </>
  )
}
