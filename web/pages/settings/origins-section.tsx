// Addresses of other front ends whose pages may use our API: the founder's.
import { useId, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { person } from '../../session.ts'
import { t } from '../../texts/t.ts'

const KEY = 'cors_origins'

export function OriginsSection() {
  return person.value?.founder ? <Section /> : null
}

function Section() {
  const { state, reload } = useLoaded(api.settings)
  const listed = (state.phase === 'ready' && state.value.find(({ key }) => key === KEY)?.value) || []
  return (
    <section class="panel pad" id="front-ends">
      <h2>{t('settings.origins')}</h2>
      <p class="note">{t('settings.origins.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={1} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && <Origins key={String(listed)} listed={listed as string[]} onSaved={reload} />}
    </section>
  )
}

function Origins({ listed, onSaved }: { listed: string[]; onSaved: () => void }) {
  const id = useId()
  const [text, setText] = useState(listed.join('\n'))
  const wanted = text.split(/\s+/).filter(Boolean)
  const save = useAsyncAction(
    () => api.setSetting(KEY, wanted),
    () => {
      toast(t('settings.origins.saved'))
      onSaved()
    },
  )
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        void save.run()
      }}
    >
      <div class="field">
        <label for={id}>{t('settings.origins.label')}</label>
        <textarea
          id={id}
          class="origins"
          rows={3}
          spellcheck={false}
          autocapitalize="none"
          placeholder={t('settings.origins.example')}
          value={text}
          onInput={(event) => {
            save.forget()
            setText(event.currentTarget.value)
          }}
        />
      </div>
      <FaultNote fault={save.fault} />
      <div class="actions">
        <Button type="submit" pending={save.pending} disabled={wanted.join() === listed.join()}>
          {t('do.save')}
        </Button>
      </div>
    </form>
  )
}
