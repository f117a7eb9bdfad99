// Channels on their way to a template: what will change on each, tried on the devices, written, and taken back.
import { ArrowLeft, Undo2 } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { leave } from '../../../parts/unsaved.ts'
import { t } from '../../../texts/t.ts'
import './apply.css'
import { DeedLine } from './deed-line.tsx'
import { type Deed, isIn, isUndoable } from './deeds.ts'
import { ProgressLine } from './progress-line.tsx'
import { type Applying, useApply } from './use-apply.ts'

interface Props {
  /** Of the template. */
  name: string
  deeds: readonly Deed[]
  onWritten: () => void
  onBack: () => void
}

export function ApplyView({ name, deeds: given, onWritten, onBack }: Props) {
  const applying = useApply(given, onWritten)
  const heading = useRef<HTMLHeadingElement>(null)
  // The button that was pressed is gone: the keyboard goes on here.
  useEffect(() => heading.current?.focus(), [])
  const groups = [...Map.groupBy(applying.deeds, ({ row }) => row.id).values()]
  return (
    <div class="apply">
      <div class="apply-head">
        <Button look="quiet" icon={<ArrowLeft />} onClick={() => leave(onBack)}>
          {t('configuration.apply.back')}
        </Button>
        <h2 tabIndex={-1} ref={heading}>
          {t('configuration.apply.title', { name })}
        </h2>
        <p class="note">{t('configuration.apply.lead', { count: groups.length })}</p>
      </div>
      <ul class="apply-list">
        {groups.map((own) => (
          <Channel key={own[0]?.row.id} deeds={own} onTake={(deed) => applying.take([deed])} />
        ))}
      </ul>
      <Bar {...applying} />
    </div>
  )
}

function Channel({ deeds, onTake }: { deeds: readonly Deed[]; onTake: (deed: Deed) => void }) {
  const row = deeds[0]?.row
  if (!row) return null
  return (
    <li class="panel pad apply-channel">
      <h3>
        {row.channel.name} <span class="note">{row.place}</span>
      </h3>
      {deeds.map((deed) => (
        <DeedLine key={deed.key} deed={deed} onTake={onTake} />
      ))}
    </li>
  )
}

const channelsOf = (deeds: readonly Deed[]) => new Set(deeds.map(({ row }) => row.id)).size

/** Of channels; what there is none of is not said. */
function sumOf(deeds: readonly Deed[]): string {
  const counts = [
    ['written', isIn('written')],
    ['failed', isIn('failed')],
    ['left', isIn('planned', 'refused', 'undone')],
  ] as const
  return counts
    .map(([word, isSo]) => [word, channelsOf(deeds.filter(isSo))] as const)
    .flatMap(([word, count]) => (count > 0 ? t(`configuration.sum.${word}`, { count }) : []))
    .join(', ')
}

/** One way on at a time: first it is tried, then written, then it can be taken back. */
function Bar({ deeds, doing, progress, check, write, undo, stop, take }: Applying) {
  const fitting = deeds.filter(isIn('fits'))
  const unasked = deeds.filter(isIn('planned'))
  const near = deeds.filter(({ state }) => state.phase === 'refused' && state.instead !== null)
  const undoable = deeds.filter(isUndoable)
  const done = deeds.filter(isIn('written', 'failed', 'undone'))
  const place = useRef<HTMLDivElement>(null)
  // The button that was pressed is gone: the keyboard goes on beside it.
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus()
  }, [doing])
  if (doing && progress)
    return (
      <div class="apply-bar" tabIndex={-1} ref={place}>
        <ProgressLine
          progress={progress}
          words={t(`configuration.apply.${doing}.progress`, { ...progress })}
          onStop={stop}
        />
        <p class="note">{t('configuration.apply.left')}</p>
      </div>
    )
  return (
    <div class="apply-bar" tabIndex={-1} ref={place}>
      {done.length > 0 && <p role="status">{sumOf(deeds)}</p>}
      <div class="actions">
        {near.length > 1 && <Button onClick={() => take(near)}>{t('configuration.instead.all')}</Button>}
        {(unasked.length > 0 || (done.length === 0 && fitting.length === 0)) && (
          <Button look={unasked.length > 0 ? 'primary' : 'plain'} onClick={() => void check()}>
            {t('configuration.apply.check')}
          </Button>
        )}
        {fitting.length > 0 && unasked.length === 0 && (
          <Button look="primary" onClick={() => void write()}>
            {t('configuration.apply.write', { count: channelsOf(fitting) })}
          </Button>
        )}
        {undoable.length > 0 && (
          <Button icon={<Undo2 />} onClick={() => void undo()}>
            {t('do.undo')}
          </Button>
        )}
      </div>
    </div>
  )
}
