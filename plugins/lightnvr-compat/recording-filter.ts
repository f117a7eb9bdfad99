// What is to be deleted, as a filter: whatever in it is not understood is refused, since leaving it out would delete more.
import { Fault } from '#plugin'
import { METHODS, type Wanted, wantedIn } from './recordings.wire.ts'
import { refuseOtherKeys } from './said.ts'
import { isRecord } from './wire.ts'

const TIMES = ['start', 'end']
const LISTS = ['stream', 'stream_name', 'detection_label', 'tag', 'capture_method']
/** Its pages say beside it how many they have found. */
const KEYS = [...TIMES, ...LISTS, 'detection', 'protected', 'totalCount']
const LONGEST = 4096

const refused = (words: string) => new Fault('invalid-input', words)

/** Of what a filter may say, as a text; undefined for what it does not say. */
function readerOf(filter: Record<string, unknown>) {
  const text = (name: string): string | undefined => {
    const value = filter[name]
    if (value === undefined) return undefined
    const said = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
    if (typeof said !== 'string' || said.length > LONGEST) throw refused(`${name} of the filter must be a text`)
    // Commas alone name nothing, and would stand for everything.
    if (!/[^\s,]/.test(said)) throw refused(`${name} of the filter must not be empty: leave it out where all are meant`)
    return said
  }
  const oneOf = (name: string, ...words: string[]) => {
    const said = text(name)
    if (said !== undefined && !words.includes(said))
      throw refused(`${name} of the filter must be one of ${words.join(', ')}`)
    return said
  }
  return { text, oneOf }
}

/** Without any key it is all that is not protected. */
export function filterIn(filter: unknown): Wanted {
  if (!isRecord(filter)) throw refused("Invalid 'filter' object")
  refuseOtherKeys(filter, KEYS)
  const { text, oneOf } = readerOf(filter)
  const [stream, name] = [text('stream'), text('stream_name')]
  if (stream !== undefined && name !== undefined && stream !== name)
    throw refused('stream and stream_name of the filter are the same: say one of them')
  const methods = text('capture_method')
  const unknown = methods?.split(',').find((word) => word.trim() && !Object.hasOwn(METHODS, word.trim()))
  if (unknown !== undefined) throw refused(`capture_method of the filter must be of ${Object.keys(METHODS).join(', ')}`)
  return wantedIn({
    ...{ start: text('start'), end: text('end'), tag: text('tag'), detection_label: text('detection_label') },
    ...{ stream: stream ?? name, capture_method: methods },
    has_detection: oneOf('detection', '-1', '0', '1'),
    protected: oneOf('protected', '0', '1') ?? '0',
  })
}
