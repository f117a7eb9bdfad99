// The two ways to a client: interleaved in its RTSP connection, or UDP to the ports it names.
import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import type { Socket } from 'node:net'
import type { Way } from './player.ts'

/** A client that does not read is not waited for unless the clip does: beyond this many bytes its packets are lost, as on a real network. */
const BACKLOG = 4 << 20

export function interleaved(socket: Socket, channel: number, waits = false): Way {
  return {
    channel,
    send(bytes) {
      if (!waits && socket.writableLength >= BACKLOG) return false
      socket.write(bytes)
      return true
    },
    close() {},
  }
}

function bind(port: number): Promise<UdpSocket> {
  const socket = createSocket('udp4')
  socket.on('message', () => {})
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(port, () => {
      socket.off('error', reject)
      // What the client's host refuses (it has gone) is no news: its RTSP connection tells it.
      socket.on('error', () => {})
      resolve(socket)
    })
  })
}

/** A pair of ports for RTP and RTCP, as clients expect them. */
async function bindPair(): Promise<[UdpSocket, UdpSocket]> {
  for (let attempt = 0; ; attempt++) {
    const rtp = await bind(0)
    try {
      return [rtp, await bind(rtp.address().port + 1)]
    } catch (error) {
      rtp.close()
      if (attempt > 20) throw error
    }
  }
}

export async function overUdp(host: string, clientPort: number): Promise<Way & { port: number }> {
  const [rtp, rtcp] = await bindPair()
  let open = true
  return {
    channel: 0,
    port: rtp.address().port,
    send(bytes, source) {
      if (!open) return false
      source.at.forEach((at, index) => {
        const end = source.at[index + 1] ?? bytes.length
        rtp.send(bytes.subarray(at + 4, end), clientPort, host)
      })
      return true
    },
    close() {
      if (!open) return
      open = false
      rtp.close()
      rtcp.close()
    },
  }
}
