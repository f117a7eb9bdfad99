// The settings of all channels of all devices side by side, compared with a template and brought to it.
import { ListChecks } from 'lucide-preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { Button } from '../../../parts/button.tsx'
import { ChosenBar } from '../../../parts/chosen-bar.tsx'
import { Page } from '../../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../../parts/states.tsx'
import { useChosen } from '../../../parts/use-chosen.ts'
import { useSaid } from '../../../parts/use-said.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { HouseTabs } from '../house-tabs.tsx'
import './all-channels.css'
import { ApplyView } from './apply-view.tsx'
import type { Wanted } from './asks.ts'
import { isClockWrong } from './columns.ts'
import { type Deed, deedsOf } from './deeds.ts'
import { Filters } from './filters.tsx'
import { ReadBar } from './read-bar.tsx'
import type { Row } from './rows.ts'
import { shownOf } from './shown.ts'
import { Table } from './table.tsx'
import { differenceOf, wantedLike } from './template.ts'
import { Templates } from './templates.tsx'
import { type AllChannels, useAllChannels } from './use-all-channels.ts'
import { useRead } from './use-read.ts'

export function AllChannelsPage() {
  const all = useAllChannels()
  const { state, rows, reload } = all
  return (
    <Page title={t('configuration.title')} wide>
      <div class="all-page">
        <HouseTabs here="channels" />
        {state.phase === 'loading' && <Waiting rows={8} />}
        {state.phase === 'fault' && <FaultView fault={state.fault} onRetry={reload} />}
        {state.phase === 'ready' && rows.length === 0 && (
          <Empty drawing="recorder" title={t('channels.none')} text={t('channels.none.do')} />
        )}
        {state.phase === 'ready' && rows.length > 0 && <Comparison {...all} />}
      </div>
    </Page>
  )
}

function Comparison({ rows, templates, clocksAreSet, reload }: AllChannels) {
  const [templateId, sayTemplate] = useSaid('template')
  const [sought, saySought] = useSaid('q')
  const [deviceId, sayDevice] = useSaid('device')
  const [only, sayOnly] = useSaid('differs')
  const [order, sayOrder] = useSaid('sort')
  const [begin, setBegin] = useState<Wanted | null>(null)
  /** With the template's name as it was: somebody may remove it while channels are on their way. */
  const [applied, setApplied] = useState<{ name: string; deeds: readonly Deed[] } | null>(null)
  const reading = useRead(reload)
  const template = templates.find(({ id }) => String(id) === templateId) ?? null
  const differences = useMemo(
    () => new Map(template ? rows.map((row) => [row.id, differenceOf(row, template.document)]) : []),
    [rows, template],
  )
  const isCompared = template !== null
  const choice = useMemo(
    () => ({
      sought,
      device: deviceId === '' ? null : Number(deviceId),
      onlyDiffering: only !== '' && isCompared,
      order,
    }),
    [sought, deviceId, only, isCompared, order],
  )
  // There may be thousands, and each press draws the page anew.
  const shown = useMemo(() => shownOf(rows, choice, differences), [rows, choice, differences])
  const choosable = useMemo(() => shown.filter(({ isOpen }) => isOpen), [shown])
  const chosen = useChosen(choosable, ({ id }) => id)
  const place = useRef<HTMLDivElement>(null)
  // Back from it, its buttons are gone.
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus({ preventScroll: true })
  }, [applied])
  if (applied) return <ApplyView {...applied} onWritten={reload} onBack={() => setApplied(null)} />
  const plan = template ? deedsOf(chosen.items, differences) : []
  const [first] = chosen.items
  return (
    <div class="all-compare" tabIndex={-1} ref={place}>
      <ReadBar
        rows={choice.device === null ? rows : rows.filter(({ device }) => device.id === choice.device)}
        reading={reading}
      />
      <WrongClocks rows={rows} areSet={clocksAreSet} />
      <div class="all-tools">
        <Filters
          choice={choice}
          onSought={saySought}
          onDevice={(device) => sayDevice(device === null ? '' : String(device))}
          onOnly={template && ((on) => sayOnly(on ? '1' : ''))}
        />
        {mayManage.value && (
          <Templates
            {...{ rows, templates, template, begin, reload }}
            onBegin={setBegin}
            onChoose={(id) => sayTemplate(id === null ? '' : String(id))}
          />
        )}
      </div>
      <p class="note" role="status">
        {shown.length === rows.length
          ? t('configuration.shown', { count: rows.length })
          : t('configuration.shown.of', { shown: shown.length, all: rows.length })}
      </p>
      {shown.length > 0 ? (
        <Table
          {...{ rows: shown, differences, order, choosable }}
          onOrder={sayOrder}
          chosen={mayManage.value ? chosen : null}
        />
      ) : choice.onlyDiffering && !sought ? (
        <Empty drawing="recorder" title={t('configuration.same')} text={t('configuration.same.do')} />
      ) : (
        <Empty drawing="recorder" title={t('configuration.none')} text={t('configuration.none.do')} />
      )}
      {first && (
        <ChosenBar words={t('configuration.chosen', { count: chosen.items.length })} onNone={() => chosen.all(false)}>
          {template === null && <p class="note">{t('configuration.apply.first')}</p>}
          {template && plan.length === 0 && (
            <p class="note">{t('configuration.apply.same', { name: template.name })}</p>
          )}
          {chosen.items.length === 1 && first.main && (
            <Button onClick={() => setBegin(wantedLike(first))}>{t('configuration.like')}</Button>
          )}
          {template && plan.length > 0 && (
            <Button
              look="primary"
              icon={<ListChecks />}
              onClick={() => setApplied({ name: template.name, deeds: plan })}
            >
              {t('configuration.apply', { name: template.name })}
            </Button>
          )}
        </ChosenBar>
      )}
    </div>
  )
}

/** A wrong clock dates footage wrongly, whatever a template says. */
function WrongClocks({ rows, areSet }: { rows: readonly Row[]; areSet: boolean }) {
  const wrong = [...new Map(rows.filter(isClockWrong).map(({ device, place }) => [device.id, place])).values()]
  if (wrong.length === 0) return null
  return (
    <p class="note attention boxed">
      <span>
        {t('configuration.clocks.wrong', { count: wrong.length, names: wrong.join(', ') })}{' '}
        {areSet ? t('system.clock.willBeSet') : t('system.clock.leftAlone')}{' '}
        {!areSet && mayManage.value && <a href={addressOf('/settings/sync')}>{t('system.clock.change')}</a>}
      </span>
    </p>
  )
}
