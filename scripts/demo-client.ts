// What the demo does at the appliance, through its public API like anybody else: sign in, add devices, see that they are online.

export interface NewDevice {
  brand: string
  /** Null: its own. */
  name: string | null
  /** Address and port of its web side, `127.0.0.1:8080`. */
  address: string
  user: string
  password: string
}

export interface Device {
  id: number
  uuid: string
  ip_web: string
  name: string | null
  model: string | null
  channel_count: number
  state: { phase: string; reason: string | null }
}

export interface Client {
  devices(): Promise<Device[]>
  /** Adds the device, or corrects its address when it is known already (`uuid`); resolves to its uuid. */
  add(device: NewDevice, uuid: string | undefined): Promise<string>
}

/** Signs in. Throws with a text for people when the account is another one. */
export async function signIn(url: string, username: string, password: string): Promise<Client> {
  let token = ''
  async function call<T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
      // Our own machine, and maybe a certificate of the owner's for another name.
      tls: { rejectUnauthorized: false },
    })
    return { status: response.status, body: (await response.json()) as T }
  }
  async function demand<T>(what: string, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await call<T & { detail?: string }>(method, path, body)
    if (answer.status < 300) return answer.body
    throw new Error(`${what}: ${answer.status} ${answer.body.detail ?? ''}`)
  }

  const login = await call<{ access_token: string; detail?: string }>('POST', '/api/auth/login', { username, password })
  if (login.status === 401)
    throw new Error(
      `The account "${username}" in this data folder has another password.\n` +
        'Name it with PORCHLIGHT_ADMIN_USER and PORCHLIGHT_ADMIN_PASSWORD, or take another folder with --data.',
    )
  if (login.status !== 200) throw new Error(`Signing in failed: ${login.status} ${login.body.detail ?? ''}`)
  token = login.body.access_token

  const devices = () => demand<Device[]>('The devices cannot be listed', 'GET', '/api/devices')
  return {
    devices,
    async add({ brand, name, address, user, password: secret }, uuid) {
      const known = (await devices()).find((device) => device.uuid === uuid || device.ip_web === address)
      const host = address.replace(/:\d+$/, '')
      const input = {
        ip_nvr: host,
        ip_web: address,
        username: user,
        password: secret,
        brand,
        ...(name === null ? {} : { name }),
        is_checked: true,
      }
      if (known?.ip_web === address) return known.uuid
      const what = `The device at ${address} cannot be added`
      const path = known ? `/api/devices/${known.id}` : '/api/devices'
      await demand(what, known ? 'PUT' : 'POST', path, input)
      const added = (await devices()).find((device) => device.ip_web === address)
      if (!added) throw new Error(`${what}: it is not in the list`)
      return added.uuid
    },
  }
}
