// Which channel: a list at the side where there is room, else one line that opens. Those that are not used stand apart.
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'

interface Props {
  list: readonly ChannelOut[]
  current: ChannelOut
  hrefOf: (channel: ChannelOut) => string
  onChoose: (channel: ChannelOut) => void
}

export function Chooser({ list, current, hrefOf, onChoose }: Props) {
  const box = useRef<HTMLElement>(null)
  // Of 64 channels the one that the address names is to be seen.
  useEffect(() => {
    const link = box.current?.querySelector('[aria-current]')
    if (link instanceof HTMLElement) box.current?.scrollTo({ top: link.offsetTop - box.current.clientHeight / 3 })
  }, [])
  const used = list.filter((one) => one.in_use)
  const off = list.filter((one) => !one.in_use)
  const link = (one: ChannelOut) => (
    <a key={one.id} href={hrefOf(one)} aria-current={one.id === current.id ? 'page' : undefined}>
      <span class="channel-no">{one.channel_no}</span>
      <span>{one.name}</span>
    </a>
  )
  const option = (one: ChannelOut) => (
    <option key={one.id} value={String(one.id)}>
      {`${one.channel_no} · ${one.name}`}
    </option>
  )
  return (
    <>
      <nav class="panel channel-nav" aria-label={t('channels.choose')} ref={box}>
        {used.map(link)}
        {off.length > 0 && (
          <>
            <h3>{t('channels.off.list')}</h3>
            {off.map(link)}
          </>
        )}
      </nav>
      <select
        class="channel-select"
        aria-label={t('channels.choose')}
        value={String(current.id)}
        onChange={(event) => {
          const chosen = list.find(({ id }) => String(id) === event.currentTarget.value)
          // It turns when the page does: the choice may still be thought better of.
          event.currentTarget.value = String(current.id)
          if (chosen) onChoose(chosen)
        }}
      >
        {used.map(option)}
        {off.length > 0 && <optgroup label={t('channels.off.list')}>{off.map(option)}</optgroup>}
      </select>
    </>
  )
}
