// Everything that cameras send until they are over is recorded, and then counted: sent by them, and held by the files.
import type { Appliance } from './appliance.ts'
import { until } from './appliance.ts'
import { addCameras, type Cameras, each, filmsOf, packetsIn, setRules, underWay } from './recorded.ts'

export interface ChannelCount {
  sent: number
  /** For which the appliance was too slow: the camera left them out. */
  lost: number
  recorded: number
  /** Each picture is as long as the one a loop before: none is missing, none doubled, and all are in order. */
  inOrder: boolean
  files: number
  seconds: number
  soundSeconds: number
}

/** Nothing comes any more, and it is known why: what came before is in its file then. */
async function stands(appliance: Appliance): Promise<boolean> {
  interface Answer {
    data: { state: { problem: string | null; file_started_at: string | null } }[]
  }
  const { body } = await appliance.call<Answer>('GET', '/api/recorder-rules')
  return body.data.every(({ state }) => state.problem !== null && state.file_started_at === null)
}

/** Cameras must be over some time. `seconds` of wall clock bound how long it takes. */
export async function recordWhole(
  appliance: Appliance,
  cameras: Cameras,
  rule: { segmentSeconds: number; seconds: number },
  onWait: (films: number) => void = () => {},
): Promise<ChannelCount[]> {
  const channels = await addCameras(appliance, cameras)
  await setRules(appliance, channels, { mode: 'continuous', segment_seconds: rule.segmentSeconds })
  const look = async () => {
    onWait(filmsOf(appliance.data).length)
    return cameras.isOver() && (await stands(appliance)) && underWay(appliance.data).length === 0
  }
  await until('all is sent and kept', look, rule.seconds)
  const films = filmsOf(appliance.data)
  const counted = await each(films, async (film) => ({ ...film, ...(await packetsIn(film.path)) }))
  return channels.map((channel, index) => {
    const own = counted.filter((film) => film.channel === channel)
    const pictures = own.flatMap((film) => film.pictures)
    const sum = (key: 'seconds' | 'soundSeconds') => own.reduce((total, film) => total + film[key], 0)
    return {
      ...cameras.source.pictures(cameras.path(index + 1)),
      inOrder: pictures.every((size, at) => at < cameras.loop || size === pictures[at - cameras.loop]),
      ...{ recorded: pictures.length, files: own.length },
      ...{ seconds: sum('seconds'), soundSeconds: sum('soundSeconds') },
    }
  })
}
