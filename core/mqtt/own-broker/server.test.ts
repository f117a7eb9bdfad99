// The broker inside the appliance, spoken to by Mosquitto's own programs and by hand.
import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { connect, type Socket } from 'node:net'
import { createLog } from '../../log.ts'
import { createLoginLimit } from '../../services/login-limit.ts'
import { hasMosquitto } from '../../testing/mosquitto.ts'
import { until } from '../../testing/until.ts'
import { type BrokerServer, type BrokerServerDeps, startBrokerServer } from './server.ts'

setDefaultTimeout(60_000)
const open: (AsyncDisposable | Disposable)[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse())
    if (Symbol.asyncDispose in thing) await thing[Symbol.asyncDispose]()
    else thing[Symbol.dispose]()
})

const LOGIN = { username: 'hub', password: 'long enough' }
const OWN = { username: 'itself', password: 'drawn', clientId: () => 'porchlight-k3f9x2ab' }

async function start(more: Partial<BrokerServerDeps> = {}): Promise<BrokerServer> {
  const server = await startBrokerServer({
    host: '127.0.0.1',
    port: 0,
    login: LOGIN,
    own: OWN,
    attempt: () => ({ succeeded() {} }),
    log: createLog('silent'),
    ...more,
  })
  open.push(server)
  return server
}

const asHub = (port: number, login = LOGIN) => [
  ...['-h', '127.0.0.1', '-p', String(port), '-V', 'mqttv311'],
  ...['-u', login.username, '-P', login.password],
]

/** What a program of Mosquitto says, and how it ends. */
async function run(program: 'mosquitto_pub' | 'mosquitto_sub', ...args: string[]) {
  const child = Bun.spawn([program, ...args], { stdout: 'pipe', stderr: 'pipe' })
  const [out, errors, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { out, errors, code }
}
const send = (port: number, topic: string, payload: string, ...more: string[]) =>
  run('mosquitto_pub', ...asHub(port), '-t', topic, '-m', payload, ...more)
/** The first `count` messages there; for none, whatever comes within a second. */
async function read(port: number, topic: string, count: number, ...more: string[]) {
  const until = count === 0 ? ['-W', '1'] : ['-C', String(count), '-W', '15']
  const { out } = await run('mosquitto_sub', ...asHub(port), '-t', topic, '-v', ...until, ...more)
  return out.trim().split('\n').filter(Boolean)
}

describe.skipIf(!hasMosquitto)("with Mosquitto's own programs", () => {
  test('messages go from one to the other, and what is retained waits for who comes later', async () => {
    const { port } = await start()
    expect((await send(port, 'home/lamp', 'ON', '-r', '-q', '1')).code).toBe(0)
    expect((await send(port, 'home/door', 'open')).code).toBe(0)
    expect(await read(port, 'home/#', 1)).toEqual(['home/lamp ON'])
    await send(port, 'home/lamp', '', '-r')
    expect(await read(port, 'home/#', 0)).toEqual([])
  })

  test('without the right user and password nobody is let in', async () => {
    const { port } = await start()
    const nobody = await run('mosquitto_pub', '-h', '127.0.0.1', '-p', String(port), '-t', 'a', '-m', 'b')
    expect(nobody.code).not.toBe(0)
    for (const login of [
      { ...LOGIN, password: 'wrong' },
      { ...LOGIN, username: 'Hub' },
      { username: '', password: '' },
    ]) {
      const tried = await run('mosquitto_pub', ...asHub(port, login), '-t', 'a', '-m', 'b')
      expect(tried.code).not.toBe(0)
      expect(tried.errors).toMatch(/not authori[sz]ed|bad user name/i)
    }
  })

  test('who guesses has to wait, also with the right password', async () => {
    const { port } = await start({ attempt: createLoginLimit({ now: () => new Date(0), perAccount: 3 }).attempt })
    for (let i = 0; i < 3; i++)
      await run('mosquitto_pub', ...asHub(port, { ...LOGIN, password: `${i}` }), '-t', 'a', '-n')
    expect((await send(port, 'a', 'b')).code).not.toBe(0)
  })

  test('the client id of our own link is nobody else’s', async () => {
    const { port } = await start()
    expect((await send(port, 'a', 'b', '-i', OWN.clientId())).code).not.toBe(0)
    const own = asHub(port, OWN)
    expect((await run('mosquitto_pub', ...own, '-i', OWN.clientId(), '-t', 'a', '-m', 'b')).code).toBe(0)
  })

  test('there is room for so many, and always for our own link', async () => {
    const server = await start({ limits: { clients: 1 } })
    const child = Bun.spawn(['mosquitto_sub', ...asHub(server.port), '-t', 'x'], { stdout: 'ignore', stderr: 'ignore' })
    await until('it is there', () => server.clients() === 1)
    expect((await send(server.port, 'a', 'b')).code).not.toBe(0)
    expect((await run('mosquitto_pub', ...asHub(server.port, OWN), '-t', 'a', '-m', 'b')).code).toBe(0)
    child.kill()
    await until('it is gone', () => server.clients() === 0)
    expect((await send(server.port, 'a', 'b')).code).toBe(0)
  })

  test('a last will is told, and clients are counted while they are there', async () => {
    const server = await start()
    const child = Bun.spawn(
      [
        'mosquitto_sub',
        ...asHub(server.port),
        '-t',
        'x',
        '--will-topic',
        'w',
        '--will-payload',
        'gone',
        '--will-retain',
      ],
      { stdout: 'ignore', stderr: 'ignore' },
    )
    await until('it is there', () => server.clients() === 1)
    child.kill('SIGKILL')
    expect(await read(server.port, 'w', 1)).toEqual(['w gone'])
    await until('nobody is there', () => server.clients() === 0)
  })

  test('what was meant for somebody who is away is not kept', async () => {
    const { port } = await start()
    const lasting = ['-c', '-i', 'sometimes', '-q', '1']
    await read(port, 'a', 0, ...lasting)
    await send(port, 'a', 'missed', '-q', '1')
    expect(await read(port, 'a', 0, ...lasting)).toEqual([])
  })

  test('others may leave only so much lying here; our own link as much as it needs', async () => {
    const { port } = await start({ limits: { retained: 2, retainedBytes: 100 } })
    for (const topic of ['r/1', 'r/2', 'r/3']) await send(port, topic, 'x', '-r')
    await send(port, 'r/1', 'y'.repeat(200), '-r')
    expect((await read(port, 'r/#', 2)).toSorted()).toEqual(['r/1 x', 'r/2 x'])
    expect(await read(port, 'r/3', 0)).toEqual([])
    await send(port, 'r/1', '', '-r')
    await send(port, 'r/3', 'x', '-r')
    await run('mosquitto_pub', ...asHub(port, OWN), '-t', 'r/4', '-m', 'z'.repeat(500), '-r')
    expect((await read(port, 'r/#', 3)).map((line) => line.slice(0, 3)).toSorted()).toEqual(['r/2', 'r/3', 'r/4'])
  })

  test('a message that is too long ends its connection, and no other', async () => {
    const server = await start({ limits: { packetBytes: 5000 } })
    const other = Bun.spawn(['mosquitto_sub', ...asHub(server.port), '-t', '#', '-C', '1'], { stdout: 'pipe' })
    await until('it is there', () => server.clients() === 1)
    await send(server.port, 'a', 'x'.repeat(6000), '-q', '1', '--repeat', '1').catch(() => {})
    await send(server.port, 'b', 'short')
    expect((await new Response(other.stdout).text()).trim()).toBe('short')
  })

  test('a subscriber that takes nothing any more is cut, and the others get everything', async () => {
    const server = await start({ limits: { stalledMs: 500 } })
    const subscribe = () =>
      Bun.spawn(['mosquitto_sub', ...asHub(server.port), '-t', '#', '-F', '%t'], { stdout: 'pipe' })
    const [frozen, other] = [subscribe(), subscribe()]
    try {
      await until('both are there', () => server.clients() === 2)
      await send(server.port, 'first', 'x')
      frozen.kill('SIGSTOP')
      const large = ['-t', 'large', '-m', 'x'.repeat(100_000), '--repeat', '200', '--repeat-delay', '0']
      await run('mosquitto_pub', ...asHub(server.port), ...large, '-q', '1')
      await send(server.port, 'last', 'x', '-q', '1')
      let got = ''
      const decoder = new TextDecoder()
      for await (const chunk of other.stdout) {
        got += decoder.decode(chunk, { stream: true })
        if (got.includes('last')) break
      }
      expect(got.split('\n').filter((topic) => topic === 'large')).toHaveLength(200)
      await until('one is there', () => server.clients() === 1)
    } finally {
      frozen.kill('SIGKILL')
      other.kill('SIGKILL')
    }
  })
})

describe('by hand', () => {
  function call(port: number): Promise<Socket & Disposable> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        const closing = Object.assign(socket, { [Symbol.dispose]: () => void socket.destroy() })
        open.push(closing)
        resolve(closing)
      })
      socket.on('error', reject)
      socket.resume()
    })
  }
  const ended = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))

  test('who says nothing is cut', async () => {
    const { port } = await start({ limits: { connectMs: 100 } })
    await ended(await call(port))
  })

  test('a stranger may not claim a long packet', async () => {
    const { port } = await start()
    const socket = await call(port)
    const over = ended(socket)
    socket.write(Uint8Array.of(0x10, 0xff, 0xff, 0xff, 0x7f))
    await over
  })

  test('there are only so many sockets', async () => {
    const { port } = await start({ limits: { sockets: 2 } })
    await call(port)
    await call(port)
    await ended(await call(port))
  })

  test('it ends at once though somebody holds a socket', async () => {
    const server = await start()
    const socket = await call(server.port)
    const over = ended(socket)
    await server[Symbol.asyncDispose]()
    await over
    await expect(call(server.port)).rejects.toThrow()
  })
})
