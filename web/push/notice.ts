// What a notification says, and where it leads: from a message of the appliance and the words that the page has left. Pure.

/** What the appliance sends (`announcer.ts` and `last-word.ts` in `core/services/push`); from outside, so nothing of it is sure. */
export interface Note {
  type?: unknown
  kind?: unknown
  title?: unknown
  where?: unknown
  at?: unknown
  channel?: unknown
  footage?: unknown
  final?: unknown
}

/** In the page's language: a worker has no texts of its own. */
export interface Words {
  kinds: Readonly<Record<string, string>>
  testTitle: string
  testText: string
  /** Not there where an older page was the last to leave its words. */
  ends?: { title: string; open: string; signIn: string }
}

export interface Notice {
  title: string
  body: string
  /** Another one of the same takes its place. */
  tag: string
  at: number
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
/** A little of what came before belongs to it. */
const LEAD_MS = 5000
/** So long after its beginning there is still something to be seen. */
const GOES_ON_MS = 60_000

export function noteIn(message: string): Note {
  try {
    const note: unknown = JSON.parse(message)
    return typeof note === 'object' && note !== null ? note : {}
  } catch {
    return {}
  }
}

export function noticeOf(note: Note, words: Words | null): Notice {
  const at = Date.parse(text(note.at)) || Date.now()
  if (note.type === 'test')
    return { title: words?.testTitle ?? 'Porchlight', body: words?.testText ?? '', tag: 'test', at }
  if (note.type === 'ends') {
    const title = words?.ends?.title ?? text(note.title)
    const body = words?.ends?.[note.final === true ? 'signIn' : 'open'] ?? text(note.where)
    return { title: title || 'Porchlight', body, tag: 'ends', at: Date.now() }
  }
  const kind = text(note.kind)
  const title = words?.kinds[kind] || text(note.title) || 'Porchlight'
  return { title, body: text(note.where), tag: `${String(note.channel)} ${kind}`, at }
}

/** Where it leads when it is opened, below the address of the pages: what is to be seen now, or was to be seen then. */
export function placeOf(note: Note, now: number): string {
  if (note.type === 'test' || note.type === 'ends') return 'settings/notifications'
  const { channel, footage } = note
  const at = Date.parse(text(note.at))
  if (typeof channel !== 'number' || Number.isNaN(at)) return 'alarms'
  if (now - at < GOES_ON_MS) return `live/${channel}`
  if (footage !== true) return 'alarms'
  return `playback/${channel}?at=${new Date(at - LEAD_MS).toISOString().slice(0, 19)}Z&span=30`
}
