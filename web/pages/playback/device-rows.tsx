// The rows of one recorder in the month: a line with its name, then one for each channel that may be played.
import { CloudOff, LoaderCircle, TriangleAlert } from 'lucide-preact'
import { useMemo } from 'preact/hooks'
import { channels, isAway, titleOf } from '../../household.ts'
import { useNear } from '../../parts/use-near.ts'
import { t } from '../../texts/t.ts'
import type { DeviceOut } from '../../wire.ts'
import { type Cell, cellsOf, contextOf } from './cells.ts'
import type { Chosen } from './choice.ts'
import { dayWords } from './month.ts'
import { type MonthOf, useMonth } from './use-month.ts'

/** A row before it was ever drawn, in pixels. */
const ROW_PX = 34

interface Props {
  device: DeviceOut
  month: string
  days: readonly string[]
  today: string
  /** When it belongs to this recorder. */
  chosen: Chosen | null
}

export function DeviceRows({ device, month, days, today, chosen }: Props) {
  const { place, near, height } = useNear<HTMLTableSectionElement>()
  const state = useMonth(device.id, month, near || chosen !== null)
  const value = state.phase === 'ready' ? state.value : null
  const expected = channels.value.phase === 'ready' ? channels.value.value.filter(belongsTo(device)).length : 1
  return (
    <tbody ref={place} data-device={device.id}>
      <tr class="month-device">
        <th scope="rowgroup" colSpan={days.length + 1}>
          <div>
            <strong>{titleOf(device)}</strong>
            <Notes device={device} state={state} />
          </div>
        </th>
      </tr>
      {near && value ? (
        <ChannelRows value={value} days={days} today={today} chosen={chosen} />
      ) : (
        <tr class="month-gap" style={{ height: `${gap(height, value ? value.channels.length : expected)}px` }}>
          <td colSpan={days.length + 1} />
        </tr>
      )}
    </tbody>
  )
}

interface Row {
  is_active: boolean
  in_use: boolean
}
const isExpected = ({ is_active, in_use }: Row) => is_active && in_use
const belongsTo = (device: DeviceOut) => (channel: Row & { device_id: number }) =>
  channel.device_id === device.id && isExpected(channel)
const gap = (height: number | null, rows: number) => Math.max(0, (height ?? (rows + 1) * ROW_PX) - ROW_PX)

function Notes({ device, state }: { device: DeviceOut; state: ReturnType<typeof useMonth> }) {
  if (state.phase === 'fault')
    return (
      <button type="button" class="month-again bad" title={state.fault.message} onClick={state.reload}>
        <TriangleAlert aria-hidden="true" />
        {t('playback.fault')} · {t('do.retry')}
      </button>
    )
  const value = state.phase === 'ready' ? state.value : null
  return (
    <>
      {isAway(device) && (
        <span class="attention" title={device.state.reason ?? undefined}>
          <CloudOff aria-hidden="true" /> {t('playback.away')}
        </span>
      )}
      {value?.reading && !isAway(device) && (
        <span role="status" title={t('playback.reading.help')}>
          <LoaderCircle class="month-turning" aria-hidden="true" /> {t('playback.reading')}
        </span>
      )}
      {value?.channels.length === 0 && <span>{t('playback.no.channels')}</span>}
    </>
  )
}

interface RowsProps {
  value: MonthOf
  days: readonly string[]
  today: string
  chosen: Chosen | null
}

/** Channels that are gone, or switched off here, are shown where they have left footage. */
export const shownChannels = ({ channels: all }: MonthOf) =>
  all.filter(({ channel, record_days }) => isExpected(channel) || record_days.some((day) => day.has_record))

function ChannelRows({ value, days, today, chosen }: RowsProps) {
  const rows = useMemo(() => {
    const context = contextOf(value.channels, today)
    return shownChannels(value).map((of) => {
      const cellOf = cellsOf(of, value.modes.get(of.channel.id), context)
      return { channel: of.channel, cells: days.map((day) => ({ day, cell: cellOf(day) })) }
    })
  }, [value, days, today])
  const [first] = rows
  // One door for the Tab key into each recorder; inside, the arrow keys go on.
  const door = chosen?.day ?? days.find((day) => day === today) ?? days.at(-1)
  return (
    <>
      {rows.map(({ channel, cells }) => (
        <ChannelRow
          key={channel.id}
          id={channel.id}
          name={channel.name}
          active={channel.is_active}
          cells={cells}
          today={today}
          chosen={chosen?.channelId === channel.id ? chosen.day : null}
          door={channel.id === (chosen?.channelId ?? first?.channel.id) ? door : undefined}
        />
      ))}
    </>
  )
}

interface RowProps {
  id: number
  name: string
  active: boolean
  cells: readonly { day: string; cell: Cell }[]
  today: string
  chosen: string | null
  door: string | undefined
}

function ChannelRow({ id, name, active, cells, today, chosen, door }: RowProps) {
  return useMemo(
    () => (
      <tr data-channel={id} data-active={active}>
        <th scope="row" title={name}>
          <span>{name}</span>
        </th>
        {cells.map(({ day, cell }) => (
          <td
            key={day}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid, moved through by arrow keys
            role="gridcell"
            class="month-mark"
            tabIndex={day === door ? 0 : -1}
            data-day={day}
            data-step={cell.step}
            data-state={cell.state}
            data-missing={cell.missing}
            data-today={day === today}
            aria-selected={day === chosen}
            aria-label={t('playback.cell.day', { day: dayWords(day), words: cell.words })}
            title={t('playback.cell.day', { day: dayWords(day), words: cell.words })}
          />
        ))}
      </tr>
    ),
    [id, name, active, cells, today, chosen, door],
  )
}
