// One question into all networks, and what comes back: nobody can fill the memory or keep us busy by answering.
import type { Question, Reply } from '#plugin'
import type { Log } from '../../log.ts'
import type { Timers } from '../../timers.ts'
import type { DatagramOptions, Datagrams, LocalNetworks, Network } from './networks.ts'

/** Answers of devices have one to four thousand bytes. */
const LARGEST = 16 * 1024
const MOST_BYTES = 4 * 1024 * 1024
const MOST_SENDERS = 1024
/** A host with several cameras answers for each, and to each repeated question. */
const MOST_OF_ONE = 64
/** A host of containers has a bridge for each; devices are on the first ones. */
const MOST_NETWORKS = 16
/** Datagrams get lost, and some devices sleep. */
const AGAIN_MS = [600, 1800]

export interface AskDeps {
  networks: LocalNetworks
  signal: AbortSignal
  timers: Timers
  log: Pick<Log, 'debug'>
  /** The question went out into this network. */
  asked(network: Network): void
}

/** What is let through of all that is heard. */
function createGate(): (bytes: Uint8Array, from: string) => boolean {
  const senders = new Map<string, number>()
  let left = MOST_BYTES
  return (bytes, from) => {
    const before = senders.get(from) ?? 0
    if (bytes.length > LARGEST || bytes.length > left || before >= MOST_OF_ONE) return false
    if (before === 0 && senders.size >= MOST_SENDERS) return false
    senders.set(from, before + 1)
    left -= bytes.length
    return true
  }
}

/** Ends with the signal; at once where no network takes the question. */
export async function* ask(
  question: Question,
  { networks, signal, timers, log, asked }: AskDeps,
): AsyncGenerator<Reply> {
  using stack = new DisposableStack()
  const queue: Reply[] = []
  let wake = () => {}
  const letsIn = createGate()
  const heard = (bytes: Uint8Array, from: string) => {
    if (!letsIn(bytes, from)) return
    queue.push({ bytes: bytes.slice(), from })
    wake()
  }

  async function open(options: Omit<DatagramOptions, 'heard'>): Promise<Datagrams | null> {
    try {
      const socket = await networks.open({ ...options, heard })
      stack.defer(() => socket.close())
      return socket
    } catch (error) {
      log.debug('A network cannot be searched', { address: options.address, port: options.port, error })
      return null
    }
  }

  const all = networks.list().slice(0, MOST_NETWORKS)
  if (all.length === 0 || signal.aborted) return
  const { group, port, bytes } = question
  const own = all.map(({ address }) => address)
  if (question.isAnsweredToGroup) await open({ address: '0.0.0.0', port, group: { address: group, networks: own } })
  const ways: { network: Network; socket: Datagrams }[] = []
  for (const network of all) {
    const socket = await open({ address: network.address, port: 0 })
    if (socket) ways.push({ network, socket })
  }

  const send = async ({ network, socket }: (typeof ways)[number]) => {
    try {
      await socket.send(bytes, port, group)
      asked(network)
      return true
    } catch (error) {
      log.debug('A network takes no multicast', { network: network.name, address: network.address, error })
      return false
    }
  }
  const sent = await Promise.all(ways.map(send))
  if (!sent.includes(true)) return
  for (const ms of AGAIN_MS) stack.use(timers.after(ms, () => void Promise.all(ways.map(send))))

  const end = () => wake()
  signal.addEventListener('abort', end, { once: true })
  stack.defer(() => signal.removeEventListener('abort', end))
  while (!signal.aborted) {
    const reply = queue.shift()
    if (reply) yield reply
    else
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
}
