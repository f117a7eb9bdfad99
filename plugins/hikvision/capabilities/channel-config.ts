// The settings of a channel's two encodings, its name and its motion detection (WIRE 3.1, 3.3, 3.5 to 3.8).
import { type ChannelConfig, type ChannelSettings, Fault, type Quality, type Written } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { changeXml, flag, list, type Node, pickXml, readXml, text } from '../isapi/xml.ts'
import type { Knowledge } from './channels.ts'
import { cleanName, type Input } from './documents.ts'
import { streamId } from './live.ts'
import { problemWith, readLimits, readSettings, wantedChanges } from './stream-document.ts'
import { type Changes, differing, inputOf, ofChannel, type Writer } from './writing.ts'

export interface ChannelConfigOptions {
  client: IsapiClient
  writer: Writer
  knowledge(): Knowledge
}

/** Where the motion detection of a channel is set. */
export function motionPath({ connection, number }: Pick<Input, 'connection' | 'number'>): string {
  return connection === 'ip'
    ? `/ISAPI/ContentMgmt/InputProxy/channels/${number}/video/motionDetection`
    : `/ISAPI/System/Video/inputs/channels/${number}/motionDetection`
}

/** Where the name of a channel stands: the list, and the channel in it. */
export function namePaths({ connection, number }: Pick<Input, 'connection' | 'number'>) {
  return connection === 'ip'
    ? { list: '/ISAPI/ContentMgmt/InputProxy/channels', item: `InputProxyChannel[id=${number}]` }
    : { list: '/ISAPI/System/Video/inputs/channels', item: `VideoInputChannel[id=${number}]` }
}

/** The number of an encoding among those of a channel. */
const STREAM: Record<Quality, number> = { main: 1, sub: 2 }

const isUnsupported = (error: unknown) => error instanceof Fault && error.kind === 'unsupported'

export function createChannelConfig({ client, writer, knowledge }: ChannelConfigOptions): ChannelConfig {
  /** Streams that the recorder tells only under the other path. */
  const proxied = new Set<number>()
  const idOf = (input: Input, quality: Quality) => streamId(knowledge(), input.number, STREAM[quality])

  function streamPath(input: Input, quality: Quality): string {
    const id = idOf(input, quality)
    return `/ISAPI/${proxied.has(id) ? 'ContentMgmt/StreamingProxy' : 'Streaming'}/channels/${id}`
  }

  async function readStream(input: Input, quality: Quality): Promise<string> {
    const id = idOf(input, quality)
    try {
      return await client.read(streamPath(input, quality))
    } catch (error) {
      if (!isUnsupported(error) || input.connection !== 'ip' || proxied.has(id)) throw error
      const xml = await client.read(`/ISAPI/ContentMgmt/StreamingProxy/channels/${id}`)
      proxied.add(id)
      return xml
    }
  }

  async function readName(input: Input): Promise<string> {
    const { list: path, item } = namePaths(input)
    const single = await client.find(`${path}/${input.number}`)
    const node =
      single.document ??
      list((await client.find(path)).document, item.replace(/\[.*/, '')).find(
        (entry) => text(entry, 'id') === String(input.number),
      )
    return cleanName(text(node, 'name'), input.number)
  }

  async function readMotion(input: Input): Promise<Node | null> {
    return (await client.find(motionPath(input))).document
  }

  async function read(input: Input, quality: Quality): Promise<{ settings: ChannelSettings; stream: string }> {
    const [stream, name, motion] = await Promise.all([
      ofChannel(input, () => readStream(input, quality)),
      readName(input),
      readMotion(input),
    ])
    return { stream, settings: { name, ...readSettings(readXml(stream)), motionDetection: flag(motion, 'enabled') } }
  }

  /** Some devices give a channel only in the list, and take it by itself all the same. */
  async function rename(input: Input, name: string): Promise<boolean> {
    const { list: path, item } = namePaths(input)
    const single = `${path}/${input.number}`
    try {
      return (await writer.set(single, () => ({ name }))).rebootRequired
    } catch (error) {
      if (!isUnsupported(error)) throw error
      const picked = pickXml(await client.read(path), item)
      return (await client.put(single, changeXml(picked, { name }))).rebootRequired
    }
  }

  /** A device may take some settings only after others: what appears with one write is sent with the next, nothing twice. */
  async function writeStream(path: string, before: string, patch: Partial<ChannelSettings>): Promise<boolean> {
    let rebootRequired = false
    const tried = new Set<string>()
    const put = async (wanted: (root: Node) => Changes) => {
      let sent = false
      const edited = await writer.set(path, (xml) => {
        const todo = Object.entries(differing(xml, wanted(readXml(xml)))).filter(([key, to]) => !tried.has(key + to))
        for (const [key, to] of todo) tried.add(key + to)
        sent = todo.length > 0
        return Object.fromEntries(todo)
      })
      rebootRequired ||= edited.rebootRequired
      return sent
    }
    const first = readXml(before)
    const newCodec = patch.codec != null && patch.codec !== text(first, 'Video', 'videoCodecType')
    const helpers = ['SmartCodec', 'SVC'].filter((name) => flag(first, 'Video', name, 'enabled') === true)
    // With either of them on, devices refuse another codec or ignore it.
    if (newCodec && helpers.length)
      await put(() => Object.fromEntries(helpers.map((name) => [`Video/${name}/enabled`, 'false'])))
    if (newCodec) await put((root) => wantedChanges(root, { ...patch, smartCodec: null }))
    const smart = patch.smartCodec ?? (newCodec && helpers.includes('SmartCodec') ? true : null)
    for (let rounds = 0; rounds < 4; rounds++)
      if (!(await put((root) => wantedChanges(root, { ...patch, smartCodec: smart })))) break
    // What stood in the codec's way stands again, if the new codec knows it.
    if (newCodec && helpers.includes('SVC') && smart !== true)
      await put(
        (root): Changes => (flag(root, 'Video', 'SVC', 'enabled') === null ? {} : { 'Video/SVC/enabled': 'true' }),
      )
    return rebootRequired
  }

  return {
    async read(sourceKey, quality = 'main') {
      return (await read(inputOf(knowledge(), sourceKey), quality)).settings
    },

    async limits(sourceKey, quality = 'main') {
      const input = inputOf(knowledge(), sourceKey)
      const stream = readXml(await ofChannel(input, () => readStream(input, quality)))
      const { document } = await client.find(`${streamPath(input, quality)}/capabilities`)
      // Without them only what is in force is known to be possible.
      return readLimits(document ?? stream, stream)
    },

    async write(sourceKey, patch, { quality = 'main', dryRun = false } = {}): Promise<Written<ChannelSettings>> {
      const input = inputOf(knowledge(), sourceKey)
      const { settings: before, stream } = await read(input, quality)
      const changed = Object.fromEntries(
        Object.entries(patch).filter(
          ([key, value]) => value !== undefined && value !== null && value !== before[key as keyof ChannelSettings],
        ),
      ) as Partial<ChannelSettings>
      const { name, motionDetection, ...encoding } = changed
      if (Object.keys(changed).length === 0) return { before, after: before, ignored: [], rebootRequired: false }
      const asked = Object.keys(encoding).length
        ? (await client.find(`${streamPath(input, quality)}/capabilities`)).document
        : null
      const problem = problemWith(readXml(stream), asked, before, changed)
      if (problem)
        throw new Fault('invalid-input', `${input.name}: ${problem.message}`, {
          problems: [{ path: problem.field, code: 'out_of_range', message: problem.message }],
        })
      if (dryRun) return { before, after: { ...before, ...changed }, ignored: [], rebootRequired: false }
      let rebootRequired = false
      if (name !== undefined) rebootRequired = (await ofChannel(input, () => rename(input, name))) || rebootRequired
      if (Object.keys(encoding).length)
        rebootRequired = (await writeStream(streamPath(input, quality), stream, encoding)) || rebootRequired
      if (motionDetection !== undefined) {
        const enabled = String(motionDetection)
        const edited = await ofChannel(input, () => writer.set(motionPath(input), () => ({ enabled })))
        rebootRequired ||= edited.rebootRequired
      }
      const { settings: after } = await read(input, quality)
      const ignored = Object.entries(changed)
        .filter(([key, value]) => after[key as keyof ChannelSettings] !== value)
        .map(([key]) => key)
      return { before, after, ignored, rebootRequired }
    },
  }
}
