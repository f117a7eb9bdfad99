// A section of what is kept of a device: its heading, when it was read, the button to read it anew, and why that failed.
import { RotateCw } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { Button } from '../../../parts/button.tsx'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { mayOperate } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { ago, exactFull, now } from '../../../times.ts'
import type { KeptState } from './use-kept.ts'

interface Props<T> {
  title: string
  kept: KeptState<T>
  /** When the server read it. */
  readAt: string | null
  lead?: string
  children: (value: T) => ComponentChildren
}

export function KeptSection<T>({ title, kept, readAt, lead, children }: Props<T>) {
  const { state, read } = kept
  const at = readAt ? new Date(readAt) : kept.readAt
  return (
    <section class="panel pad">
      <div class="kept-head">
        <div>
          <h2>{title}</h2>
          {at && (
            <time class="note" dateTime={at.toISOString()} title={exactFull(at)}>
              {t('read.ago', { time: ago(at, now.value) })}
            </time>
          )}
        </div>
        {mayOperate.value && (
          <Button
            look="quiet"
            icon={<RotateCw />}
            pending={read.pending}
            aria-label={t('system.readAnew.of', { what: title })}
            onClick={() => void read.run()}
          >
            {t('read.anew')}
          </Button>
        )}
      </div>
      {lead && <p class="note">{lead}</p>}
      <FaultNote fault={read.fault} />
      {state.phase === 'loading' && <Waiting rows={1} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' &&
        (state.value === null ? (
          <p class="note">{read.pending ? t('system.reading') : t('read.never')}</p>
        ) : (
          children(state.value)
        ))}
    </section>
  )
}
