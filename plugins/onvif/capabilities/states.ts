// From a camera's messages to notices: several topics can tell of one thing, which is over when none of them says it any more.
import { ALARM_KINDS, type AlarmKind, type AlarmNotice } from '#plugin'
import { meaningOf, type Told } from './topics.ts'

/** What is known of the camera that tells. */
export interface Places {
  /** The channel that a token of a message's source belongs to; null for one that we do not know. */
  channelOf(token: string): string | null
  /** The one channel of a camera with one lens; null where there are several. */
  readonly only: string | null
  /** The number of a digital input, from 1. */
  inputOf(token: string): number | null
}

export interface States {
  /** One answer of the camera. How things stand at the beginning is told once, after all of it was read. */
  push(messages: readonly Told[]): AlarmNotice[]
  /** What is so still, for who ends an alarm that nobody repeats. */
  going(): AlarmNotice[]
}

/** More states than any camera has; what comes beyond is not followed. */
const MOST = 2000

interface State {
  active: boolean
  group: string
  notice: AlarmNotice
  /** The camera has said of it that it was over. */
  ends: boolean
  /** Nobody repeats it, and its end will be told. */
  isKept: boolean
}

const written = (items: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(items).sort())

function channelOf(kind: AlarmKind, { source }: Told, places: Places): string | null {
  if (ALARM_KINDS[kind].scope === 'device') return null
  if (places.only !== null) return places.only
  for (const token of Object.values(source)) {
    const found = places.channelOf(token)
    if (found !== null) return found
  }
  return null
}

function inputOf({ source }: Told, places: Places): number | null {
  for (const [name, token] of Object.entries(source)) {
    const number = /token|input/i.test(name) ? places.inputOf(token) : null
    if (number !== null) return number
  }
  return null
}

export function createStates(places: Places): States {
  const states = new Map<string, State>()

  function read(told: Told): { id: string; state: State; happened: boolean } | null {
    const meaning = meaningOf(told)
    if (!meaning) return null
    const { kind, target, rule } = meaning
    const region = kind === 'input' ? inputOf(told, places) : null
    const sourceKey = channelOf(kind, told, places)
    const active = meaning.active ?? true
    const notice: AlarmNotice = {
      ...{
        kind,
        rawType: told.topic.slice(0, 120),
        active,
        sourceKey,
        time: told.at,
        region,
        area: told.area ?? null,
        target,
        rule,
        picture: null,
      },
    }
    const id = [told.topic, written(told.source), written(told.key)].join(' ')
    const group = JSON.stringify([kind, sourceKey, region])
    const before = states.get(id)
    const begins = told.operation === 'Initialized'
    // One that says it again while it is so repeats itself, and may never say that it is over.
    const repeats = before?.active === true && active && !begins
    const ends = before?.ends === true || (!active && !begins)
    const isKept = ends || ((begins || before?.isKept === true) && !repeats)
    return { id, state: { active, group, notice, ends, isKept }, happened: meaning.active === null }
  }

  /** One notice for each of them: active while any of its states is. */
  function standing(groups: Iterable<string>): AlarmNotice[] {
    return [...new Set(groups)].flatMap((group) => {
      const all = [...states.values()].filter((state) => state.group === group)
      const last = all.find(({ active }) => active) ?? all.at(-1)
      return last ? [last.notice] : []
    })
  }

  return {
    push(messages) {
      const notices: AlarmNotice[] = []
      let beginning: string[] = []
      const settle = () => {
        notices.push(...standing(beginning))
        beginning = []
      }
      for (const told of messages) {
        const said = read(told)
        if (!said) continue
        const { id, state, happened } = said
        if (happened) {
          settle()
          notices.push(state.notice)
          continue
        }
        if (states.has(id) || states.size < MOST) states.set(id, state)
        if (told.operation === 'Initialized') beginning.push(state.group)
        else {
          settle()
          if (state.active) notices.push(state.notice)
          else
            notices.push(...(states.has(id) ? standing([state.group]) : [state.notice]).filter(({ active }) => !active))
        }
        if (told.operation === 'Deleted') states.delete(id)
      }
      settle()
      return notices
    },
    going() {
      const active = [...states.values()].filter((state) => state.active && state.isKept)
      return [...new Map(active.map((state) => [state.group, state.notice])).values()]
    },
  }
}
