// A secret that was just made: it is shown here, can be copied, and is never shown again.
import { Check, Copy } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../texts/t.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import './shown-once.css'

interface Props {
  title: string
  text: string
  value: string
  /** Of the button that closes it. */
  close: string
  onClose: () => void
}

export function ShownOnce({ title, text, value, close, onClose }: Props) {
  const [copied, setCopied] = useState(false)
  const code = useRef<HTMLElement>(null)
  // What never comes again is not lost by a slip of the hand: only the button closes it.
  useEffect(() => {
    const dialog = code.current?.closest('dialog')
    const stay = (event: Event) => {
      if (event.type === 'cancel' || (event as KeyboardEvent).key === 'Escape') event.preventDefault()
    }
    for (const type of ['cancel', 'keydown']) dialog?.addEventListener(type, stay)
  }, [])
  const copy = async () => {
    // The clipboard needs a secure context; on plain HTTP the old way still works.
    if (navigator.clipboard) await navigator.clipboard.writeText(value)
    else {
      getSelection()?.selectAllChildren(document.getElementById('shown-once') as HTMLElement)
      document.execCommand('copy')
    }
    setCopied(true)
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{text}</p>
      <code ref={code} id="shown-once" class="shown-once">
        {value}
      </code>
      <div class="actions end">
        <Button icon={copied ? <Check /> : <Copy />} onClick={() => void copy()}>
          {copied ? t('do.copied') : t('do.copy')}
        </Button>
        <Button look="primary" onClick={onClose}>
          {close}
        </Button>
      </div>
    </Dialog>
  )
}
