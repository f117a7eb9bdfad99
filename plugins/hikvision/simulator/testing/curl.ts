// curl as an independent judge of the login.

export const hasCurl = Bun.which('curl') !== null

export interface CurlAnswer {
  /** Status lines of all answers, challenges included. */
  statuses: number[]
  type: string | null
  body: Uint8Array
}

export async function curl(url: string, ...more: string[]): Promise<CurlAnswer> {
  const login = ['--anyauth', '-u', 'admin:porchlight-demo']
  const process = Bun.spawn(['curl', '-s', '-i', '--max-time', '10', ...login, ...more, url], { stdout: 'pipe' })
  let rest = Buffer.from(await new Response(process.stdout).arrayBuffer())
  const statuses: number[] = []
  let type: string | null = null
  while (rest.subarray(0, 5).toString() === 'HTTP/') {
    const end = rest.indexOf('\r\n\r\n')
    const head = rest.subarray(0, end).toString()
    statuses.push(Number(head.split(' ')[1]))
    type = /^content-type: (.*)$/im.exec(head)?.[1]?.trim() ?? null
    rest = rest.subarray(end + 4)
    // curl shows the heads of the challenges and skips their bodies.
  }
  return { statuses, type, body: rest }
}
