// Asks for recordings and downloads them as independent clients do: search by text, curl for the bytes.
import { readFace } from '../../../../test/rtsp-source/index.ts'
import { call, texts } from './edit.ts'

const escaped = (text: string) => text.replaceAll('&', '&amp;')

/** Addresses of recordings between two times, written as the device writes them (`2026-07-01T00:00:00Z`). */
export async function addresses(port: number, track: number, from: string, until: string): Promise<string[]> {
  const { text } = await call(
    port,
    'POST',
    'ContentMgmt/search',
    `<CMSearchDescription><searchID>${crypto.randomUUID()}</searchID><trackList><trackID>${track}</trackID></trackList><timeSpanList><timeSpan><startTime>${from}</startTime><endTime>${until}</endTime></timeSpan></timeSpanList><maxResults>50</maxResults><searchResultPostion>0</searchResultPostion></CMSearchDescription>`,
  )
  return texts(text, 'playbackURI').map((uri) => uri.replaceAll('&amp;', '&'))
}

export const downloadBody = (address: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<downloadRequest><playbackURI>${escaped(address)}</playbackURI></downloadRequest>`

export interface Fetched {
  /** curl's own word: 0 for a whole answer, 18 for one that ended early, 28 for too slow. */
  code: number
  status: number
  type: string
  size: number
}

/** Downloads into a file. */
export async function fetchTo(file: string, port: number, address: string, ...more: string[]): Promise<Fetched> {
  const url = `http://127.0.0.1:${port}/ISAPI/ContentMgmt/download`
  const write = ['-o', file, '-w', '%{http_code} %{size_download} %{content_type}']
  const curl = Bun.spawn(
    ['curl', '-s', '--digest', '-u', 'admin:porchlight-demo', '-X', 'POST', ...write, '-m', '30', ...more].concat([
      '-H',
      'Content-Type: application/xml',
      '--data-binary',
      downloadBody(address),
      url,
    ]),
    { stdout: 'pipe', stderr: 'ignore' },
  )
  const [status, size, ...type] = (await new Response(curl.stdout).text()).split(' ')
  return { code: await curl.exited, status: Number(status), size: Number(size), type: type.join(' ') }
}

export const sizeOf = (address: string): number => Number(/[?&]size=(\d+)/.exec(address)![1])

export interface Film {
  codecs: string[]
  seconds: number
  /** Pictures. */
  frames: number
}

/** What ffprobe counts in a file. */
export async function probeFilm(file: string): Promise<Film> {
  const show = ['-count_packets', '-show_entries', 'stream=codec_name,codec_type,nb_read_packets:format=duration']
  const ffprobe = Bun.spawn(['ffprobe', '-v', 'error', ...show, '-of', 'json', file], { stdout: 'pipe' })
  const said = JSON.parse(await new Response(ffprobe.stdout).text()) as {
    streams: { codec_name: string; codec_type: string; nb_read_packets: string }[]
    format: { duration: string }
  }
  return {
    codecs: said.streams.map(({ codec_name }) => codec_name),
    seconds: Number(said.format.duration),
    frames: Number(said.streams.find(({ codec_type }) => codec_type === 'video')?.nb_read_packets),
  }
}

/** The clocks in the first pictures of a film (a file or an RTSP address), at most so many, and what FFmpeg has to say of them. */
export async function clocksOf(film: string, most: number): Promise<{ clocks: (string | null)[]; errors: string }> {
  const from = film.startsWith('rtsp:') ? ['-rtsp_transport', 'tcp', '-timeout', '5000000'] : []
  const output = ['-map', '0:v', '-frames:v', `${most}`, '-pix_fmt', 'gray', '-f', 'rawvideo', '-']
  const ffmpeg = Bun.spawn(['ffmpeg', '-v', 'error', '-nostdin', ...from, '-i', film, ...output], {
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  })
  const [pictures, errors] = await Promise.all([
    new Response(ffmpeg.stdout).bytes(),
    new Response(ffmpeg.stderr).text(),
    ffmpeg.exited,
  ])
  const size = 1280 * 720
  const count = Math.floor(pictures.length / size)
  const clocks = Array.from({ length: count }, (_, index) => readFace(pictures.subarray(index * size)))
  return { clocks, errors }
}
