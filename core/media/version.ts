// Refuses an FFmpeg that would misread our options.
import { Fault } from '../domain/fault.ts'

const OLDEST = 5

/**
 * The version of the FFmpeg found there; throws a Fault when there is none or it is older than 5: before that, `-timeout`
 * means "listen", and no stream would ever open. Builds without a number (from Git) are taken as new.
 */
export async function checkFfmpeg(ffmpeg = 'ffmpeg'): Promise<string> {
  const text = await firstLine(ffmpeg)
  const version = /^ffmpeg version n?(\S+)/.exec(text)?.[1]
  if (!version) throw new Fault('unsupported', `What is installed as ${ffmpeg} does not answer like FFmpeg.`)
  const major = /^(\d+)\./.exec(version)?.[1]
  if (major && Number(major) < OLDEST)
    throw new Fault(
      'unsupported',
      `FFmpeg ${version} is too old: version ${OLDEST} or newer is needed. Please update it.`,
    )
  return version
}

async function firstLine(ffmpeg: string): Promise<string> {
  try {
    const child = Bun.spawn([ffmpeg, '-version'], { stdin: 'ignore', stdout: 'pipe', stderr: 'ignore' })
    return (await new Response(child.stdout).text()).split('\n')[0] ?? ''
  } catch (cause) {
    throw new Fault('unsupported', `FFmpeg was not found (${ffmpeg}). Please install FFmpeg ${OLDEST} or newer.`, {
      cause,
    })
  }
}
