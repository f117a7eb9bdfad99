// The event service: pull points, from their making to their end.
import { notification } from '../events/messages.ts'
import { countOf, TOPICS } from '../events/topics.ts'
import { invalid, secondsOf } from '../soap.ts'
import { raw, type Xml, x, xa } from '../xml.ts'
import { textAt } from '../xml-read.ts'
import { addressOf, type Question, type Service } from './operation.ts'

const DEFAULT_SECONDS = 60
const MOST_SECONDS = 3600
const MOST_WAIT = 60
const SUBSCRIPTION = 'subscription/'

/** A moment, or so many seconds from now. */
function expiry({ camera, body }: Question, path: string): Date {
  const text = textAt(body, path)
  const now = camera.clock().getTime()
  const seconds = !text ? DEFAULT_SECONDS : (secondsOf(text) ?? (new Date(text).getTime() - now) / 1000)
  if (!(seconds > 0))
    throw invalid('wsnt:UnacceptableInitialTerminationTimeFault', 'The termination time is not acceptable')
  return new Date(now + Math.min(seconds, MOST_SECONDS) * 1000)
}

const pointOf = ({ camera, path }: Question) =>
  camera.pullPoints.find(path.startsWith(SUBSCRIPTION) ? path.slice(SUBSCRIPTION.length) : '')

/** `tns1:RuleEngine/CellMotionDetector/Motion` as elements inside of each other. */
function topicTree({ camera }: Question): Xml {
  interface Branch {
    [name: string]: Branch
  }
  const root: Branch = {}
  for (const topic of Object.values(TOPICS)) {
    if (countOf(camera.model, topic) === 0) continue
    topic.topic.split('/').reduce((here, name) => {
      here[name] ??= {}
      return here[name]
    }, root)
  }
  const grow = (branch: Branch): Xml[] =>
    Object.entries(branch).map(([name, below]) =>
      Object.keys(below).length === 0 ? xa(name, { 'wstop:topic': true }) : x(name, grow(below)),
    )
  return xa('wstop:TopicSet', { 'xmlns:wstop': 'http://docs.oasis-open.org/wsn/t-1' }, grow(root))
}

export const events: Service = {
  GetServiceCapabilities: () =>
    x(
      'tev:GetServiceCapabilitiesResponse',
      xa('tev:Capabilities', {
        ...{ WSSubscriptionPolicySupport: false, WSPullPointSupport: true, MaxPullPoints: 4 },
        WSPausableSubscriptionManagerInterfaceSupport: false,
      }),
    ),
  GetEventProperties: (question) =>
    x(
      'tev:GetEventPropertiesResponse',
      x('tev:TopicNamespaceLocation', 'http://www.onvif.org/onvif/ver10/topics/topicns.xml'),
      x('wsnt:FixedTopicSet', true),
      topicTree(question),
    ),
  CreatePullPointSubscription(question) {
    const { camera, body } = question
    const filter = textAt(body, 'Filter/TopicExpression') || null
    const point = camera.pullPoints.create(expiry(question, 'InitialTerminationTime'), filter, camera.known())
    return x(
      'tev:CreatePullPointSubscriptionResponse',
      x('tev:SubscriptionReference', x('wsa5:Address', addressOf(question, `${SUBSCRIPTION}${point.id}`))),
      x('wsnt:CurrentTime', camera.clock().toISOString()),
      x('wsnt:TerminationTime', point.expires.toISOString()),
    )
  },
  async PullMessages(question) {
    const { camera, body } = question
    const point = pointOf(question)
    const [seconds, most] = [secondsOf(textAt(body, 'Timeout')), Number(textAt(body, 'MessageLimit') || 1)]
    if (seconds === null || !(most >= 1)) throw invalid('ter:InvalidArgs', 'Timeout or MessageLimit cannot be read')
    const happened = await point.pull(most, question.waitMs(Math.min(seconds, MOST_WAIT)))
    return x(
      'tev:PullMessagesResponse',
      x('tev:CurrentTime', camera.clock().toISOString()),
      x('tev:TerminationTime', point.expires.toISOString()),
      raw(happened.map((one) => notification(one).xml).join('')),
    )
  },
  SetSynchronizationPoint(question) {
    const point = pointOf(question)
    for (const known of question.camera.known()) point.tell(known)
    return x('tev:SetSynchronizationPointResponse')
  },
  Renew(question) {
    const point = pointOf(question)
    point.expires = expiry(question, 'TerminationTime')
    return x(
      'wsnt:RenewResponse',
      x('wsnt:TerminationTime', point.expires.toISOString()),
      x('wsnt:CurrentTime', question.camera.clock().toISOString()),
    )
  },
  Unsubscribe(question) {
    question.camera.pullPoints.remove(pointOf(question).id)
    return x('wsnt:UnsubscribeResponse')
  },
}
