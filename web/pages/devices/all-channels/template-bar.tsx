// Which template the channels are compared with, and the ways to make, change and remove one.
import { Pencil, Plus, Trash2 } from 'lucide-preact'
import { Button, IconButton } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import type { Template } from './asks.ts'

interface Props {
  templates: readonly Template[]
  template: Template | null
  onChoose: (id: number | null) => void
  onNew: () => void
  onEdit: (template: Template) => void
  onRemove: (template: Template) => void
}

export function TemplateBar({ templates, template, onChoose, onNew, onEdit, onRemove }: Props) {
  return (
    <div class="template-bar">
      {templates.length > 0 && (
        <select
          aria-label={t('configuration.template')}
          value={String(template?.id ?? '')}
          onChange={({ currentTarget: { value } }) => onChoose(value === '' ? null : Number(value))}
        >
          <option value="">{t('configuration.template.none')}</option>
          {templates.map(({ id, name }) => (
            <option key={id} value={String(id)}>
              {t('configuration.template.with', { name })}
            </option>
          ))}
        </select>
      )}
      {template && (
        <>
          <IconButton label={t('configuration.template.edit')} onClick={() => onEdit(template)}>
            <Pencil />
          </IconButton>
          <IconButton label={t('configuration.template.remove')} onClick={() => onRemove(template)}>
            <Trash2 />
          </IconButton>
        </>
      )}
      <Button icon={<Plus />} onClick={onNew}>
        {t('configuration.template.new')}
      </Button>
    </div>
  )
}
