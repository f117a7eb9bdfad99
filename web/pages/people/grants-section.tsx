// What a viewer is granted: cameras × rights, changes marked in place and listed, then written together.
import { Undo2 } from 'lucide-preact'
import { useCallback, useState } from 'preact/hooks'
import { channels, deviceOf, titleOf } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useUnsaved } from '../../parts/unsaved.ts'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { t } from '../../texts/t.ts'
import type { ChannelOut } from '../../wire.ts'
import { type AccountOut, loadGrants, writeGrants } from './asks.ts'
import { type Change, changesOf, fromWire, type Grants, type Right, toggled, toWire } from './grants.ts'
import { GrantsMatrix, type Group } from './grants-matrix.tsx'
import { nameOf } from './people-page.tsx'

export function GrantsSection({ account }: { account: AccountOut }) {
  const id = account.id
  const { state, reload } = useLoaded(useCallback((signal: AbortSignal) => loadGrants(id, signal), [id]))
  const known = channels.value
  return (
    <section class="panel pad" id="grants">
      <h2>{t('people.grants')}</h2>
      <p class="note">{t('people.grants.lead', { name: nameOf(account) })}</p>
      {(state.phase === 'loading' || known.phase === 'loading') && <Waiting rows={3} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {known.phase === 'fault' && <FaultNote fault={known.fault} />}
      {state.phase === 'ready' && known.phase === 'ready' && (
        <Grantable account={account} stored={fromWire(state.value)} cameras={known.value} onWritten={reload} />
      )}
    </section>
  )
}

interface Props {
  account: AccountOut
  stored: Grants
  cameras: readonly ChannelOut[]
  onWritten: () => void
}

/** Cameras in the order of their recorders. What a recorder has lost is shown while it is granted. */
function groupsOf(cameras: readonly ChannelOut[], stored: Grants): Group[] {
  const groups = new Map<number, Group>()
  const shown = cameras.filter(({ id, is_active }) => is_active || stored.has(id))
  for (const { id, device_id, channel_no, name, can } of [...shown].sort(
    (a, b) => a.device_id - b.device_id || a.channel_no - b.channel_no,
  )) {
    const device = deviceOf(device_id)
    const group = groups.get(device_id) ?? { id: device_id, name: device ? titleOf(device) : '', cameras: [] }
    group.cameras.push({ id, name, number: channel_no, hasPtz: can.ptz })
    groups.set(device_id, group)
  }
  return [...groups.values()]
}

function Grantable({ account, stored, cameras, onWritten }: Props) {
  const [draft, setDraft] = useState<Grants | null>(null)
  /** What stood there before the last writing. */
  const [former, setFormer] = useState<Grants | null>(null)
  const wished = draft ?? stored
  const changes = changesOf(stored, wished)
  useUnsaved(changes.length > 0)
  const write = useAsyncAction(
    async (grants: Grants, isUndo: boolean) => {
      const answer = await writeGrants(account.id, toWire(grants))
      return answer.kind === 'ok' ? { ...answer, data: isUndo ? null : stored } : answer
    },
    (before) => {
      toast(t(before ? 'people.grants.written' : 'people.grants.undone'))
      setFormer(before)
      setDraft(null)
      onWritten()
    },
  )
  const groups = groupsOf(cameras, stored)
  if (groups.length === 0) return <p>{t('people.grants.none')}</p>
  const names = new Map(cameras.map(({ id, name }) => [id, name]))
  return (
    <>
      <GrantsMatrix
        label={t('people.grants.table', { name: nameOf(account) })}
        groups={groups}
        stored={stored}
        wished={wished}
        onToggle={(places, right) => {
          write.forget()
          setDraft(toggled(wished, places, right))
        }}
      />
      {changes.length > 0 && <Changes changes={changes} nameOf={(id) => names.get(id) ?? `#${id}`} />}
      <FaultNote fault={write.fault} />
      <div class="actions">
        <Button
          look="primary"
          pending={write.pending}
          disabled={changes.length === 0}
          onClick={() => void write.run(wished, false)}
        >
          {t('people.grants.write')}
        </Button>
        {changes.length > 0 && (
          <Button
            look="quiet"
            onClick={() => {
              setDraft(null)
              // The button goes with the changes; the keyboard stays where they were made.
              document.querySelector<HTMLElement>('#grants [role=grid] [tabindex="0"]')?.focus()
            }}
          >
            {t('people.grants.forget')}
          </Button>
        )}
        {former && changes.length === 0 && (
          <Button look="quiet" icon={<Undo2 />} pending={write.pending} onClick={() => void write.run(former, true)}>
            {t('do.undo')}
          </Button>
        )}
      </div>
    </>
  )
}

const rightsText = (rights: readonly Right[]) =>
  rights.map((right) => t(`people.grants.${right}`)).join(', ') || t('people.grants.nothing')

/** “Front door: nothing → Watch live”. */
function Changes({ changes, nameOf }: { changes: readonly Change[]; nameOf: (camera: number) => string }) {
  return (
    <div class="grant-changes" role="status">
      <strong>{t('people.grants.changes', { count: changes.length })}</strong>
      <ul>
        {changes.map(({ camera, before, after }) => (
          <li key={camera}>
            {nameOf(camera)}: {rightsText(before)} <span aria-hidden="true">→</span>
            <span class="unseen">{t('people.grants.becomes')}</span> {rightsText(after)}
          </li>
        ))}
      </ul>
    </div>
  )
}
