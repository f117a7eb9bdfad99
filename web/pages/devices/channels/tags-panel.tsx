// Words for finding a channel, which a person writes with a comma between.
import { useState } from 'preact/hooks'
import { api } from '../../../api.ts'
import { loadChannels } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { Field } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useUnsaved } from '../../../parts/unsaved.ts'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'

export const tagsOf = (text: string): string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)

export function TagsPanel({ channel: { id, name, tags } }: { channel: ChannelOut }) {
  const stored = tags.join(', ')
  const [text, setText] = useState(stored)
  const isDirty = tagsOf(text).join() !== tags.join()
  useUnsaved(isDirty)
  const action = useAsyncAction(
    () => api.tagChannel(id, tagsOf(text)),
    (channel) => {
      setText(channel.tags.join(', '))
      toast(t('channels.tags.saved', { name }))
      void loadChannels()
    },
  )
  return (
    <section class="panel pad">
      <h2>{t('channels.tags')}</h2>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (isDirty) void action.run()
        }}
      >
        <Field
          label={t('channels.tags.label')}
          help={t('channels.tags.help')}
          placeholder={t('channels.tags.example')}
          value={text}
          maxLength={1000}
          problem={action.problem('body.tags')}
          onValue={setText}
        />
        <FaultNote fault={action.unless('body.tags')} />
        <div class="actions">
          <Button type="submit" disabled={!isDirty} pending={action.pending}>
            {t('do.save')}
          </Button>
        </div>
      </form>
    </section>
  )
}
