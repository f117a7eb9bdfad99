// The least that a playback can take: RTSP spoken by hand, from the connection to the answer to PLAY and the first packet.
import { createHash } from 'node:crypto'
import { connect } from 'node:net'

export interface Bare {
  /** Milliseconds from the start to the answer to PLAY. */
  answer: number
  /** And to the first packet of the picture. */
  packet: number
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** Plays an address with a login in it until its first packet has come. */
export async function bareRtsp(address: string): Promise<Bare> {
  const began = performance.now()
  const { hostname, port, username, password, pathname, search } = new URL(address)
  const url = `rtsp://${hostname}:${port}${pathname}${search}`
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  let received: Buffer = Buffer.alloc(0)
  let wake = () => {}
  socket.on('data', (bytes: Buffer) => {
    received = Buffer.concat([received, bytes])
    wake()
  })
  const more = () => new Promise<void>((resolve) => (wake = resolve))
  let sequence = 0
  let challenge: { realm: string; nonce: string } | null = null

  async function ask(method: string, target: string, headers: string[] = []): Promise<string> {
    const lines = [`${method} ${target} RTSP/1.0`, `CSeq: ${++sequence}`, ...headers]
    if (challenge) {
      const { realm, nonce } = challenge
      const proof = md5(
        `${md5(`${username}:${realm}:${decodeURIComponent(password)}`)}:${nonce}:${md5(`${method}:${target}`)}`,
      )
      const fields = `username="${username}", realm="${realm}", nonce="${nonce}", uri="${target}", response="${proof}"`
      lines.push(`Authorization: Digest ${fields}`)
    }
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
    for (;;) {
      const end = received.indexOf('\r\n\r\n')
      const head = received.toString('latin1', 0, end)
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (end >= 0 && received.length >= end + 4 + length) {
        const text = received.toString('latin1', 0, end + 4 + length)
        received = received.subarray(end + 4 + length)
        return text
      }
      await more()
    }
  }

  try {
    const refusal = await ask('DESCRIBE', url)
    const [, realm = '', nonce = ''] = /realm="([^"]*)", nonce="([^"]*)"/.exec(refusal) ?? []
    challenge = { realm, nonce }
    const described = await ask('DESCRIBE', url, ['Accept: application/sdp'])
    if (!described.startsWith('RTSP/1.0 200')) throw new Error(described.split('\r\n')[0])
    const transport = 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1'
    const session = /session: ([^;\r]+)/i.exec(await ask('SETUP', `${url}/trackID=1`, [transport]))?.[1]
    await ask('PLAY', url, [`Session: ${session}`, 'Range: npt=0.000-'])
    const answer = performance.now() - began
    while (received.length < 4) await more()
    return { answer, packet: performance.now() - began }
  } finally {
    socket.destroy()
  }
}
