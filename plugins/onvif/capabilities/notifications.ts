// The letters of a pull point: what is asked of it, and its messages as they were written.
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { boxArea, type Point } from '#plugin'
import { escapeXml } from '../letters.ts'
import { listOf, maybe, number, text } from '../shapes.ts'
import type { Told } from './topics.ts'

const EVENTS = 'http://www.onvif.org/ver10/events/wsdl'
const NOTIFICATION = 'http://docs.oasis-open.org/wsn/b-2'

export const create = (seconds: number) =>
  `<CreatePullPointSubscription xmlns="${EVENTS}"><InitialTerminationTime>PT${seconds}S</InitialTerminationTime></CreatePullPointSubscription>`
export const pull = (seconds: number, most: number) =>
  `<PullMessages xmlns="${EVENTS}"><Timeout>PT${seconds}S</Timeout><MessageLimit>${most}</MessageLimit></PullMessages>`
export const renew = (seconds: number) =>
  `<Renew xmlns="${NOTIFICATION}"><TerminationTime>PT${seconds}S</TerminationTime></Renew>`
export const unsubscribe = `<Unsubscribe xmlns="${NOTIFICATION}"/>`

const MANAGER = 'http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager'
const ACTIONS = {
  pull: `${EVENTS}/PullPointSubscription/PullMessagesRequest`,
  renew: `${MANAGER}/RenewRequest`,
  unsubscribe: `${MANAGER}/UnsubscribeRequest`,
}

/** The head of what is said to a pull point: who names an address in it must say what is asked, or strict cameras refuse. */
export const headOf = ({ header }: PullPoint, action: keyof typeof ACTIONS) =>
  `<a:Action>${ACTIONS[action]}</a:Action><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID>${header}`

/** Where a pull point is, and what stands in the header to tell it from others. */
export interface PullPoint {
  at: string
  header: string
  /** How long it was granted for; null where the camera does not say. */
  seconds: number | null
}

const instant = text.transform((said) => new Date(said)).refine((at) => Number.isFinite(at.getTime()))

/** Both by the camera's clock, whatever that is. */
function lasting({ currentTime, terminationTime }: { currentTime: Date | null; terminationTime: Date | null }) {
  const ms = currentTime && terminationTime ? terminationTime.getTime() - currentTime.getTime() : 0
  return ms > 0 ? ms / 1000 : null
}

const times = { currentTime: maybe(instant), terminationTime: maybe(instant) }

export const created = z
  .object({
    createPullPointSubscriptionResponse: z.object({
      subscriptionReference: z.object({
        address: text,
        referenceParameters: maybe(z.object({ subscriptionId: text })),
      }),
      ...times,
    }),
  })
  .transform(({ createPullPointSubscriptionResponse: { subscriptionReference, ...granted } }): PullPoint => {
    const { address, referenceParameters } = subscriptionReference
    // One maker has the same address for all of them, and tells them apart by this; its prefix is lost on the way here.
    const own =
      referenceParameters &&
      `<SubscriptionId xmlns="http://www.axis.com/2009/event" a:IsReferenceParameter="true">${escapeXml(referenceParameters.subscriptionId)}</SubscriptionId>`
    return { at: address, header: `<a:To>${escapeXml(address)}</a:To>${own ?? ''}`, seconds: lasting(granted) }
  })

export const renewed = z
  .object({ renewResponse: maybe(z.object(times)) })
  .transform(({ renewResponse }) => renewResponse && lasting(renewResponse))

/** ONVIF counts from the middle of the picture, -1 to 1, upwards. */
const bounds = z
  .object({ $: z.object({ left: number, top: number, right: number, bottom: number }) })
  .transform(({ $: { left, top, right, bottom } }) =>
    boxArea((left + 1) / 2, (1 - top) / 2, (right - left) / 2, (top - bottom) / 2),
  )

const DEEPEST_BOX = 6

/** The first box in what stands beside the simple items: of an object, of its shape, or by itself. */
function areaIn(found: unknown, depth = 0): Point[] | null {
  if (typeof found !== 'object' || found === null || depth > DEEPEST_BOX) return null
  for (const [name, below] of Object.entries(found)) {
    const read = name === 'boundingBox' ? bounds.safeParse(Array.isArray(below) ? below[0] : below) : null
    const area = read?.success ? read.data : areaIn(below, depth + 1)
    if (area) return area
  }
  return null
}

const framed = z.object({ elementItem: z.unknown() }).transform(({ elementItem }) => areaIn(elementItem))

const items = maybe(
  z.object({ simpleItem: listOf(z.object({ $: z.object({ Name: z.string(), Value: z.string() }) })) }),
)

function entries(found: z.infer<typeof items>): Record<string, string> {
  return Object.fromEntries((found?.simpleItem ?? []).map(({ $: { Name, Value } }) => [Name, Value]))
}

const message = z
  .object({
    topic: text.transform((said) => said.trim()),
    message: z.object({
      message: z.object({
        $: maybe(
          z.object({
            UtcTime: maybe(instant),
            PropertyOperation: maybe(z.enum(['Initialized', 'Changed', 'Deleted'])),
          }),
        ),
        ...{ source: items, key: items, data: z.unknown() },
      }),
    }),
  })
  .transform(({ topic, message: { message: said } }): Told => {
    const { UtcTime = null, PropertyOperation = null } = said.$ ?? {}
    const [source, key, data] = [entries(said.source), entries(said.key), entries(items.parse(said.data))]
    const area = maybe(framed).parse(said.data)
    return { topic, operation: PropertyOperation, at: UtcTime, source, key, data, area }
  })

export const pulled = z
  .object({ pullMessagesResponse: maybe(z.object({ notificationMessage: listOf(message) })) })
  .transform(({ pullMessagesResponse }) => pullMessagesResponse?.notificationMessage ?? [])

/** The topics that a camera can tell of, out of its tree of them. */
export const eventProperties = z
  .object({ getEventPropertiesResponse: z.object({ topicSet: z.unknown() }) })
  .transform(({ getEventPropertiesResponse }) => pathsIn(getEventPropertiesResponse.topicSet, ''))

const DEEPEST = 12

/** The paths of a tree, inner ones too; what stands below a topic beside further ones is no topic that anybody knows. */
function pathsIn(tree: unknown, above: string, depth = 0): string[] {
  if (Array.isArray(tree)) return tree.flatMap((each) => pathsIn(each, above, depth))
  if (typeof tree !== 'object' || tree === null || depth > DEEPEST) return []
  return Object.entries(tree).flatMap(([name, below]) => {
    if (name === '$' || name === '_' || name === 'messageDescription') return []
    const path = above === '' ? name : `${above}/${name}`
    return [path, ...pathsIn(below, path, depth + 1)]
  })
}

export const propertiesOf = `<GetEventProperties xmlns="${EVENTS}"/>`
