// The hub's commands: checked, done, answered, and followed by the state as it truly is then (DISCOVERY 17).
import { asFault } from '../errors.ts'
import { type Log, redact } from '../log.ts'
import type { HubCommands } from '../services/hub-commands.ts'
import { type Asked, askedBy, isCommandTopic, wordIn } from './command-topics.ts'
import type { Message } from './retained.ts'

interface Deps {
  /** `<mqtt_prefix>/<instance id>`. */
  root(): string
  /** Whether an entity that is announced now takes commands on this topic. */
  isAnnounced(topic: string): boolean
  run: HubCommands['run']
  /** Reads anew what is so and publishes what has changed, then this topic even if it has not. */
  tellAgain(stateTopic: string): void
  /** Announces everything once more. */
  announce(): void
  /** A picture that somebody has asked for. */
  show(channelId: number, jpeg: Uint8Array): void
  /** Only while there is a connection. */
  send(message: Message): void
  log: Log
  now: () => Date
}

export interface Commands {
  /** True when the message was on a command topic of ours. */
  message(topic: string, payload: Uint8Array, retained: boolean): boolean
}

/** More than any scene of a house sends at once; then so many a second. */
const BURST = 300
const PER_SECOND = 10

/** Most often the level is what is in the way, which nobody sees who writes plain topics. */
function notAnnounced(asked: Asked | null): string {
  const needs = asked ? `: it needs a device that offers it, and hub_control at "${asked.level}"` : ''
  return `Nothing that we have announced takes commands here${needs}`
}

export function createCommands(deps: Deps): Commands {
  const { root, send, log, now } = deps
  let credit = BURST
  let countedAt = now().getTime()
  let flooded = false

  /** A sender that has run wild must not fill the activity log and the broker with our answers. */
  function affordable(): boolean {
    const at = now().getTime()
    credit = Math.min(BURST, credit + (Math.max(0, at - countedAt) / 1000) * PER_SECOND)
    countedAt = at
    if (credit < 1) return false
    credit--
    return true
  }

  function answer(topic: string, error: string | null): void {
    const text = error === null ? {} : { error: redact(error) }
    const payload = JSON.stringify({ topic, ok: error === null, ...text, time: now().toISOString() })
    send({ topic: `${root()}/bridge/result`, payload, qos: 1, retain: false })
  }

  function refuse(topic: string, error: string, asked: Asked | null): void {
    log.warn('A command of the hub was not obeyed', { topic, reason: error })
    answer(topic, error)
    if (asked?.stateTopic && deps.isAnnounced(topic)) deps.tellAgain(asked.stateTopic)
  }

  async function obey(topic: string, asked: Asked, on: boolean): Promise<void> {
    const { command: name, hubKey, channelNo, outputId, kind } = asked
    let error: string | null = null
    try {
      const { picture } = await deps.run({ name, hubKey, channelNo, outputId, kind, on })
      if (picture) deps.show(picture.channelId, picture.jpeg)
      if (name === 'announce') deps.announce()
    } catch (thrown) {
      error = asFault(thrown).message
      log.warn('A command of the hub failed', { topic, error: thrown })
    }
    answer(topic, error)
    if (asked.stateTopic) deps.tellAgain(asked.stateTopic)
  }

  return {
    message(topic, payload, retained) {
      if (!isCommandTopic(root(), topic)) return false
      // What clears a retained message comes along here, too.
      if (payload.length === 0) return true
      // It would be obeyed again at each of our starts.
      if (retained) send({ topic, payload: '', qos: 1, retain: true })
      if (!affordable()) {
        if (!flooded)
          refuse(topic, 'Too many commands came at once: those that follow are not obeyed for a while', null)
        flooded = true
        return true
      }
      flooded = false
      const asked = askedBy(root(), topic)
      const on = asked && wordIn(asked.platform, payload)
      if (retained) refuse(topic, 'A retained command is not obeyed: send it without the retain flag', asked)
      else if (!asked || !deps.isAnnounced(topic)) refuse(topic, notAnnounced(asked), asked)
      else if (on === null)
        refuse(topic, asked.platform === 'switch' ? 'Only ON and OFF are understood' : 'Too long', asked)
      else void obey(topic, asked, on)
      return true
    },
  }
}
