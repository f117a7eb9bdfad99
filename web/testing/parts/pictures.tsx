// What shows pictures: the player in each of its states, tiles and a wall of 64.
import { useRef } from 'preact/hooks'
import { LiveTile } from '../../pages/live/tile.tsx'
import '../../pages/live/live.css'
import { Button } from '../../parts/button.tsx'
import { Before } from '../../parts/player/before.tsx'
import type { PlayerState } from '../../parts/player/live-player.ts'
import { Player } from '../../parts/player/player.tsx'
import { RenewingPicture } from '../../parts/player/renewing-picture.tsx'
import { Statistics } from '../../parts/player/statistics.tsx'
import { Unplayable } from '../../parts/player/unplayable.tsx'
import type { ChannelOut, DeviceOut } from '../../wire.ts'
import { largeDevice, someChannels, troubledDevices } from '../mock-data.ts'
import { LONG, Part, State, TURNED } from './shown.tsx'

const PLAYER: Record<string, PlayerState> = {
  starting: { phase: 'starting' },
  playing: { phase: 'playing' },
  'waiting for the next picture': { phase: 'waiting' },
  fault: { phase: 'fault', fault: { status: 502, message: 'The recorder is off.', problems: [] } },
  'fault in long words': { phase: 'fault', fault: { status: 502, message: `${LONG} ${TURNED}`, problems: [] } },
  'a browser that cannot play it': { phase: 'unsupported', codec: 'H.265' },
}
const FACTS = { way: 'MSE', codec: 'H.264', delay: 0.4, ahead: 0.6, bytes: 1_000_000 } as const

function Still({ state }: { state: PlayerState }) {
  const video = useRef<HTMLVideoElement>(null)
  return (
    <div class="shown-picture tile">
      <Player channelId={11} label="Driveway, live" video={video} state={state} muted />
    </div>
  )
}

export function Players() {
  return (
    <Part name="Player">
      {Object.entries(PLAYER).map(([name, state]) => (
        <State key={name} of={name}>
          <Still state={state} />
        </State>
      ))}
      <State of="pictures in the stead of video, and what can be done">
        <div class="shown-picture tile">
          <div class="player">
            <Unplayable channelId={11} label="Driveway, as a picture" codec="H.265">
              <div class="player-action">
                <Button>Set the sub-stream to H.264</Button>
              </div>
            </Unplayable>
          </div>
        </div>
      </State>
      <State of="a picture that renews itself">
        <div class="shown-picture tile">
          <div class="player">
            <RenewingPicture channelId={12} label="Garden, as a picture" />
          </div>
        </div>
      </State>
      <State of="before the first picture">
        <div class="shown-picture">
          <Before channelId={11} />
        </div>
      </State>
      <State of="statistics">
        <div class="shown-picture tile">
          <Statistics facts={{ ...FACTS, width: 2560, height: 1440, kbps: 4096, fps: 25, dropped: 0 }} />
        </div>
      </State>
      <State of="statistics before there are any">
        <div class="shown-picture tile">
          <Statistics
            facts={{
              ...FACTS,
              way: '',
              codec: '',
              delay: null,
              width: 0,
              height: 0,
              kbps: null,
              fps: null,
              dropped: 0,
            }}
          />
        </div>
      </State>
    </Part>
  )
}

const [house, , shed, refused] = troubledDevices() as [DeviceOut, DeviceOut, DeviceOut, DeviceOut]
const [front] = someChannels([house]) as [ChannelOut]
const [large] = largeDevice() as [DeviceOut]
const many = someChannels([large]).map((channel) => ({ ...channel, online: false, trouble: 'No video signal' }))

const TILES: Record<string, [ChannelOut, DeviceOut]> = {
  'as usual': [front, house],
  'its recorder is away': [{ ...front, name: 'Shed', online: false }, shed],
  'its recorder refuses the sign-in': [{ ...front, name: 'Workshop', online: false }, refused],
  'no signal': [{ ...front, online: false, trouble: 'No video signal' }, house],
  'a recorder that says something else': [{ ...front, online: false, trouble: LONG }, house],
  'long name': [{ ...front, online: false, name: LONG }, house],
  'right to left': [{ ...front, online: false, name: TURNED }, house],
}

export function Tiles() {
  return (
    <Part name="Tile">
      {Object.entries(TILES).map(([name, [channel, device]]) => (
        <State key={name} of={name}>
          <ul class="wall">
            <LiveTile channel={channel} device={device} href={`#${channel.id}`} />
          </ul>
        </State>
      ))}
      <State of="waiting for the list">
        <ul class="wall" aria-busy>
          <li class="tile tile-waiting" />
        </ul>
      </State>
      <State of="64 channels" wide>
        <ul class="wall shown-wall">
          {many.map((channel) => (
            <LiveTile key={channel.id} channel={channel} device={large} href={`#${channel.id}`} />
          ))}
        </ul>
      </State>
    </Part>
  )
}
