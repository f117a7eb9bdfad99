// Of which kinds and cameras this browser tells.
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import type { PushFilter, PushOut } from '../../../push/asks.ts'
import { choose } from '../../../push/browser.ts'
import { t } from '../../../texts/t.ts'
import { ToldOf } from '../told-of.tsx'

export function WhatIsTold({ value, onSaved }: { value: PushOut; onSaved: () => void }) {
  const stored: PushFilter = { kinds: value.kinds, channel_ids: value.channel_ids }
  const [draft, setDraft] = useState(stored)
  const save = useAsyncAction(
    () => choose(value.id, draft),
    () => {
      toast(t('push.saved'))
      onSaved()
    },
  )
  const set = (change: Partial<PushFilter>) => {
    save.forget()
    setDraft({ ...draft, ...change })
  }
  const problem = draft.kinds?.length === 0 ? 'kinds' : draft.channel_ids?.length === 0 ? 'channels' : null
  const isChanged = JSON.stringify(draft) !== JSON.stringify(stored)
  return (
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!problem && isChanged) void save.run()
      }}
    >
      <ToldOf value={draft} onChange={set} />
      {problem && <FaultNote fault={{ status: 400, message: t(`webhooks.problem.${problem}`), problems: [] }} />}
      <FaultNote fault={save.fault} />
      {isChanged && (
        <div class="actions">
          <Button look="primary" type="submit" pending={save.pending} disabled={problem !== null}>
            {t('do.save')}
          </Button>
        </div>
      )}
    </form>
  )
}
