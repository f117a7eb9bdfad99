// Live pictures over a WebSocket: each message a head of ten bytes, and one picture of the video as its camera made it.
import { asFault, type Caller, Fault, type Services, type Socket, type SocketEvents, shortened } from '#plugin'

type Units = Parameters<Parameters<Services['liveUnits']['join']>[1]['onUnits']>[0]

const VIDEO = 0
const HEAD_BYTES = 10
/** A client that does not keep up is sent nothing until the next key frame. */
const MOST_BUFFERED = 2 << 20

/** Who is told `policy` shows that he may not, and does not try again. */
const CODE = { policy: 1008, unsupported: 1003, failed: 1011, again: 1012 }

function codeOf({ kind }: Fault): number {
  switch (kind) {
    case 'not-allowed':
    case 'not-found':
    case 'not-signed-in':
    // Nor would trying again help here.
    case 'device-refused-login':
    case 'device-locked':
      return CODE.policy
    case 'unsupported':
      return CODE.unsupported
    default:
      return CODE.failed
  }
}

const close = (socket: Socket, fault: Fault) => socket.close(codeOf(fault), shortened(fault.message))

/** Type, whether it is a key frame, seconds: little endian. */
function message({ key, shownAt, bytes }: Units[number]): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt8(VIDEO, 0)
  head.writeUInt8(key ? 1 : 0, 1)
  head.writeDoubleLE(shownAt, 2)
  return Buffer.concat([head, bytes])
}

export const refusingSocket = (fault: Fault): SocketEvents => ({
  onOpen: (socket) => close(socket, fault),
  onClose() {},
})

/** As long as the caller may see it and it is not switched off, which is asked again whenever that may have changed. */
export function liveSocket(
  { liveUnits, tickets }: Pick<Services, 'liveUnits' | 'tickets'>,
  caller: Caller,
  channelId: number,
): SocketEvents {
  const open = new DisposableStack()
  let skips = false

  function begin(socket: Socket): void {
    const ticket = tickets.issue(caller, { type: 'live', channelId, quality: 'sub' }, 'view', { dialect: 'vibenvr' })
    open.defer(() => tickets.end(ticket.secret))
    open.use(tickets.hold(ticket.secret, () => close(socket, ended())))
    const leave = liveUnits.join(ticket, {
      onUnits(units, begins) {
        if (socket.getBufferedAmount() > MOST_BUFFERED) skips = true
        else if (begins) skips = false
        if (!skips) for (const unit of units) socket.send(message(unit))
      },
      onTrouble: (fault) => close(socket, fault),
      onEnd(fault) {
        if (fault) close(socket, fault)
        else socket.close(CODE.again, 'The stream begins anew')
      },
    })
    if (open.disposed) leave()
    else open.defer(leave)
  }

  return {
    onOpen(socket) {
      try {
        begin(socket)
      } catch (error) {
        close(socket, asFault(error))
      }
    },
    onClose: () => open.dispose(),
  }
}

const ended = () => new Fault('not-allowed', 'You may not see this camera any more, or it is switched off')
