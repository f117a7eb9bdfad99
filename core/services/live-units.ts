// Live pictures one by one, in H.264, for players that have no use for a container.
import { Fault } from '#plugin'
import { asFault } from '../errors.ts'
import { type AccessUnit, type AnnexB, annexBOf } from '../media/annex-b.ts'
import type { Epoch, Fragment } from '../media/fragment.ts'
import type { Live, Relay } from './live.ts'
import type { Ticket } from './tickets.ts'

/** No function may throw. */
export interface UnitReader {
  /**
   * Those of about 200 ms, from a key frame on; the first of `begins` is one. `shownAt` goes on over what the relay begins
   * anew, from 0, and never back.
   */
  onUnits(units: AccessUnit[], begins: boolean): void
  /** The camera could not be read, and is tried again. */
  onTrouble?(fault: Fault): void
  /** Nothing follows; null when it was stopped from outside. */
  onEnd(fault: Fault | null): void
}

export interface LiveUnits {
  /**
   * Of a live ticket. Where the video of its quality is no H.264, that of the other one; Fault `unsupported` by `onEnd` where
   * neither is. Throws what keeps the relay stopped. The returned function leaves.
   */
  join(ticket: Ticket, reader: UnitReader): () => void
}

interface Now {
  epoch: Epoch
  annexB: AnnexB
  /** What is added to its times. */
  shift: number
}

const NO_H264 = 'This camera sends no H.264, and nothing else goes through this socket'

export function createLiveUnits({ live }: { live: Pick<Live, 'relay'> }): LiveUnits {
  return {
    join({ object }, reader) {
      if (object.type !== 'live') throw new Fault('not-found', 'This link is not one to a live picture')
      const { channelId, quality } = object
      let other: Relay | null = live.relay(channelId, quality === 'main' ? 'sub' : 'main')
      let leave = () => {}
      let firstAt: number | null = null
      /** Where what was told is over. */
      let toldUpTo = 0

      /** Null where the video is no H.264. */
      function enter({ epoch, time, decodeTime }: Fragment): Now | null {
        const annexB = annexBOf(epoch.init)
        if (!annexB) return null
        firstAt ??= time
        // A clock may be set back between the two.
        return { epoch, annexB, shift: Math.max((time - firstAt) / 1000, toldUpTo) - decodeTime }
      }

      function end(fault: Fault | null): void {
        leave()
        reader.onEnd(fault)
      }

      /** The other video, if there is another one. */
      function tryOther(mine: Relay): void {
        const next = other === mine ? null : other
        other = null
        leave()
        if (next) begin(next)
        else reader.onEnd(new Fault('unsupported', NO_H264))
      }

      function begin(relay: Relay): void {
        let isMine = true
        let now: Now | null = null
        let mine = () => {}
        // Set before joining, which may tell at once what cannot be used.
        leave = () => {
          isMine = false
          mine()
        }
        function take(fragment: Fragment): void {
          if (now?.epoch !== fragment.epoch) {
            if (!fragment.key) return
            now = enter(fragment)
          }
          if (!now) {
            tryOther(relay)
            return
          }
          const { annexB, shift } = now
          const units = annexB.unitsOf(fragment.data).map((unit) => ({ ...unit, shownAt: unit.shownAt + shift }))
          toldUpTo = Math.max(
            toldUpTo,
            fragment.decodeTime + fragment.duration + shift,
            ...units.map((one) => one.shownAt),
          )
          if (units.length > 0) reader.onUnits(units, fragment.key)
        }
        mine = relay.join({
          way: 'units',
          onFragment(fragment) {
            try {
              if (isMine) take(fragment)
            } catch (error) {
              end(asFault(error))
            }
          },
          onTrouble: (fault) => isMine && reader.onTrouble?.(fault),
          onEnd: (fault) => isMine && reader.onEnd(fault),
        })
        if (!isMine) mine()
      }

      begin(live.relay(channelId, quality))
      return () => leave()
    },
  }
}
