// Takes an anonymised capture of a device, for people who want theirs to be supported: docs/guide/capture.md.
import type { Capture, CaptureWanted } from '#plugin'
import { type Taken, takeCapture } from './capture/take.ts'
import { createClient } from './isapi/client.ts'

export async function capture(wanted: CaptureWanted): Promise<Capture> {
  const taken = await dump(wanted)
  const answers = Object.values(taken.captured)
  return {
    ...{ model: taken.model, text: captureText(taken), replaced: taken.replaced },
    ...{ asked: answers.length, had: answers.filter((one) => 'response' in one).length },
  }
}

/** Signs in once and reads; a refused login ends everything, so that the device does not lock the account. */
export async function dump({
  address,
  username,
  password,
  anyCertificate,
  pauseMs,
  ...work
}: CaptureWanted): Promise<Taken> {
  const client = createClient({
    url: address,
    connectTo: address.hostname.replace(/^\[|\]$/g, ''),
    username,
    password,
    verifyTls: !anyCertificate,
    pinnedCertificate: null,
    shown() {},
    limit: (run) => run(),
    signal: new AbortController().signal,
  })
  // A plain word would be found in every document.
  const isOdd = (text: string) => /[^a-z]/i.test(text) && text.length > 4
  try {
    return await takeCapture({
      client,
      pause: () => Bun.sleep(pauseMs),
      ...(work.progress && { progress: work.progress }),
      never: [password, ...[username, address.hostname].filter(isOdd)].filter((text) => text.length > 3),
    })
  } finally {
    client.close()
  }
}

/** The file's text, in the form that the tests with captured devices read. */
export function captureText({ captured }: Taken): string {
  return `${JSON.stringify({ data: { ISAPI: captured } }, null, 1)}\n`
}
