// One camera: its big picture, the way to the next one, and the others below.
import { ChevronLeft, ChevronRight } from 'lucide-preact'
import { useCallback } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { allPictures, channels, deviceOf, isOut, pictures, titleOf } from '../../household.ts'
import { IconButton } from '../../parts/button.tsx'
import { useKeys } from '../../parts/keys/use-keys.ts'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import type { ChannelOut } from '../../wire.ts'
import { SourcesNote } from '../devices/sources/sources-note.tsx'
import { Others } from './others.tsx'
import { Stage, wayKeys } from './stage/stage.tsx'
import { choiceIn, moreOf } from './stage/use-quality.ts'
import { AwayPicture } from './tile.tsx'
import { useWay } from './walls/use-way.ts'
import { fullAddress } from './walls/view.ts'

export function ChannelPage() {
  const { id } = useRoute().params
  const way = useWay()
  const list = way.beside
  const isMeant = (channel: ChannelOut) => String(channel.id) === id || channel.uuid === id || channel.slug === id
  const index = list.findIndex(isMeant)
  // Also one that does not stand on the wall that one comes from.
  const channel = list[index] ?? pictures.value.find(isMeant)
  const off = channel ? undefined : allPictures.value.find(isMeant)
  const { query, route } = useLocation()
  const quality = choiceIn(query.quality)
  const go = useCallback(
    (step: number) => {
      const next = list[(index + step + list.length) % list.length]
      if (next) route(fullAddress(next.id, way.choice, moreOf(quality)), true)
    },
    [list, index, route, way.choice, quality],
  )
  const leave = () => route(addressOf(way.path))
  const device = channel && deviceOf(channel.device_id)
  const title = (channel ?? off)?.name ?? t('live.grid')
  return (
    <Page
      title={title}
      back={way}
      wide
      actions={
        <>
          {device && titleOf(device) !== title && <span class="top-note">{titleOf(device)}</span>}
          {list.length > 1 && (
            <>
              <IconButton label={t('live.previous')} onClick={() => go(-1)}>
                <ChevronLeft />
              </IconButton>
              <IconButton label={t('live.next')} onClick={() => go(1)}>
                <ChevronRight />
              </IconButton>
            </>
          )}
        </>
      }
    >
      {channel && isOut(channel) ? (
        <div class="theatre">
          <AwayStage channel={channel} device={device} go={go} leave={leave} />
        </div>
      ) : channel ? (
        <div class="theatre">
          <Stage key={channel.id} channel={channel} go={go} leave={leave} />
        </div>
      ) : off ? (
        <Empty drawing="porch" title={t('channels.off.title')} text={t('channels.off.text')}>
          <a class="button primary" href={addressOf(`/devices/${off.device_id}/channels?channel=${off.id}`)}>
            <span>{t('channels.off.to')}</span>
          </a>
        </Empty>
      ) : (
        channels.value.phase !== 'loading' && (
          <Empty drawing="porch" title={t('app.missing')} text={t('app.missing.do')}>
            <a class="button primary" href={addressOf('/')}>
              <span>{t('do.toLive')}</span>
            </a>
          </Empty>
        )
      )}
      {channel && mayManage.value && <SourcesNote key={channel.id} channel={channel} />}
      {channel && <Others channels={list} choice={way.choice} except={channel.id} />}
    </Page>
  )
}

/** Who goes from camera to camera by keys does not stop at one that is away. */
function AwayStage({ channel, device, go, leave }: Parameters<typeof Stage>[0] & Parameters<typeof AwayPicture>[0]) {
  useKeys('player.keys', wayKeys(go, leave))
  return (
    <div class="stage">
      <AwayPicture channel={channel} device={device} />
    </div>
  )
}
