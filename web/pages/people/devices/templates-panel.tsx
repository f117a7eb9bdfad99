// Templates of rights that are kept: what each gives, another name, compared with a user, removed.
import { Pencil, Scale, Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { IconButton } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import { type RightsTemplate, replaceTemplate } from './asks.ts'
import { TemplateDialog } from './template-dialog.tsx'
import { idOf } from './templates.ts'
import type { Templates } from './use-templates.ts'
import { documentText } from './words.ts'

interface Props {
  templates: Templates
  /** With whomever the page likes; left out where there is nobody. */
  onCompare?: ((id: number) => void) | undefined
}

export function TemplatesPanel({ templates, onCompare }: Props) {
  const [renamed, setRenamed] = useState<RightsTemplate | null>(null)
  return (
    <section class="panel pad rights-templates" aria-labelledby="templates">
      <h2 id="templates">{t('rights.templates')}</h2>
      {templates.all.length === 0 && <p class="note">{t('rights.templates.none')}</p>}
      <ul>
        {templates.all.map((template) => (
          <li key={template.id}>
            <div>
              <strong>{template.name}</strong>
              <p class="note">{documentText(template.document)}</p>
            </div>
            {onCompare && (
              <IconButton
                label={t('rights.template.compare', { name: template.name })}
                onClick={() => onCompare(idOf(template))}
              >
                <Scale />
              </IconButton>
            )}
            <IconButton
              label={t('rights.template.rename', { name: template.name })}
              onClick={() => setRenamed(template)}
            >
              <Pencil />
            </IconButton>
            <IconButton
              label={t('rights.template.remove', { name: template.name })}
              onClick={() => templates.remove(template)}
            >
              <Trash2 />
            </IconButton>
          </li>
        ))}
      </ul>
      {renamed && (
        <TemplateDialog
          title={t('rights.template.rename', { name: renamed.name })}
          name={renamed.name}
          document={renamed.document}
          save={(name) => replaceTemplate(renamed.id, name, renamed.document)}
          onSaved={() => {
            setRenamed(null)
            templates.reload()
          }}
          onClose={() => setRenamed(null)}
        />
      )}
    </section>
  )
}
