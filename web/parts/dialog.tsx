// A question before what cannot be undone. The native element holds the focus and answers Escape.
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../texts/t.ts'
import { Button } from './button.tsx'
import { FaultNote } from './states.tsx'
import type { AsyncAction } from './use-async-action.ts'

interface Props {
  title: string
  onClose: () => void
  /** For a picture rather than words. */
  wide?: boolean
  children: ComponentChildren
}

export function Dialog({ title, onClose, wide = false, children }: Props) {
  const place = useRef<HTMLDialogElement>(null)
  const id = useId()
  const isGone = useRef(false)
  useEffect(() => {
    const dialog = place.current
    if (!dialog?.open) dialog?.showModal()
    return () => {
      isGone.current = true
      // Closed, not only taken away: that puts the focus back to where it was before.
      dialog?.close()
    }
  }, [])
  return (
    <dialog
      ref={place}
      class={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={id}
      onClose={() => isGone.current || onClose()}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  )
}

interface ConfirmProps {
  title: string
  text: string
  does: string
  action: AsyncAction<[]>
  onClose: () => void
}

export function Confirm({ title, text, does, action, onClose }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <FaultNote fault={action.fault} />
      <div class="actions end">
        <Button onClick={onClose}>{t('do.cancel')}</Button>
        <Button look="danger" pending={action.pending} onClick={() => void action.run()}>
          {does}
        </Button>
      </div>
    </Dialog>
  )
}
