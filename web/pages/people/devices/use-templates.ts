// Templates of rights as the page has them; one that is being removed is gone at once, and can be taken back for a moment.
import { useState } from 'preact/hooks'
import { toast } from '../../../parts/toasts.tsx'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { loadTemplates, type RightsTemplate, removeTemplate } from './asks.ts'

export interface Templates {
  all: readonly RightsTemplate[]
  reload: () => void
  remove: (template: RightsTemplate) => void
}

/** Others would only be refused. */
const loadNone: typeof loadTemplates = async () => ({ kind: 'ok', data: [] })

export function useTemplates(): Templates {
  const { state, reload } = useLoaded(mayManage.value ? loadTemplates : loadNone)
  const [gone, setGone] = useState<ReadonlySet<number>>(new Set())
  const back = (id: number) => setGone((before) => new Set([...before].filter((one) => one !== id)))
  return {
    all: state.phase === 'ready' ? state.value.filter(({ id }) => !gone.has(id)) : [],
    reload,
    remove({ id, name }) {
      setGone((before) => new Set([...before, id]))
      toast(t('rights.template.removed', { name }), {
        undo: () => back(id),
        settle: (leaving) =>
          removeTemplate(id, leaving).then((answer) => {
            if (answer.kind !== 'fault') return
            back(id)
            reload()
            toast(answer.fault.message)
          }),
      })
    },
  }
}
