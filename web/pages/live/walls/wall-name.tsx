// The name of a wall, which is kept when the field is left.
import { useState } from 'preact/hooks'
import { Field } from '../../../parts/field.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import type { WallOut } from '../../../wire.ts'
import { changeWall } from './own.ts'

export function WallName({ wall: { id, name } }: { wall: WallOut }) {
  const [typed, setTyped] = useState<string | null>(null)
  const rename = useAsyncAction(
    async (next: string) => {
      const fault = await changeWall(id, { name: next })
      return fault ? { kind: 'fault', fault } : { kind: 'ok', data: null }
    },
    () => {
      setTyped(null)
      toast(t('walls.renamed'), { undo: () => void changeWall(id, { name }), settle: () => {} })
    },
  )
  const keep = () => {
    if (typed !== null && typed.trim() !== name) void rename.run(typed.trim())
  }
  return (
    <Field
      label={t('walls.name')}
      value={typed ?? name}
      maxLength={60}
      autocapitalize="sentences"
      problem={rename.problem('name') ?? rename.problem('body.name') ?? rename.fault?.message}
      onValue={(next) => {
        rename.forget()
        setTyped(next)
      }}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep()
      }}
    />
  )
}
