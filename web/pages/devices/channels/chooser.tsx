// Which channel: a list at the side where there is room, else one line that opens.
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
  return (
    <>
      <nav class="panel channel-nav" aria-label={t('channels.choose')} ref={box}>
        {list.map((one) => (
          <a key={one.id} href={hrefOf(one)} aria-current={one.id === current.id ? 'page' : undefined}>
            <span class="channel-no">{one.channel_no}</span>
            <span>{one.name}</span>
          </a>
        ))}
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
        {list.map((one) => (
          <option key={one.id} value={String(one.id)}>
            {`${one.channel_no} · ${one.name}`}
          </option>
        ))}
      </select>
    </>
  )
}
