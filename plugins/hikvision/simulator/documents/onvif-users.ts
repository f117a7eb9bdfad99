// The separate accounts of ONVIF; recorders take a list with one user, cameras a bare user, some take both.
import type { Device } from '../device.ts'
import { type Answer, page, type Question, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Element, titled, x } from '../xml.ts'
import { all, readXml, textAt } from '../xml-read.ts'

interface OnvifUser {
  id: number
  name: string
  type: string
}

const TYPES = ['administrator', 'operator', 'mediaUser']
const KEY = 'Security/ONVIF/users'

const element = (device: Device, { id, name, type }: OnvifUser): Element =>
  titled(device.model.style, 'User', [x('id', id), x('userName', name), x('userType', type)])

function users(device: Device): OnvifUser[] {
  const saved = device.saved.get(KEY)
  if (!saved) return [{ id: 1, name: 'onvif', type: 'administrator' }]
  return all(saved, 'User').map((user) => ({
    id: Number(textAt(user, 'id')),
    name: textAt(user, 'userName'),
    type: textAt(user, 'userType'),
  }))
}

const list = (device: Device, items: OnvifUser[]): Element =>
  titled(
    device.model.style,
    'UserList',
    items.map((user) => element(device, user)),
  )

function written({ device, body }: Question, isNew: boolean): Element | null {
  const root = readXml(body)
  if (!root) return null
  if (root.name === 'User') return isNew && device.model.family === 'dvr' ? null : root
  const inside = all(root, 'User')[0]
  return root.name === 'UserList' && isNew && device.model.family !== 'camera' ? (inside ?? null) : null
}

function save(question: Question, id: number | null): Answer {
  const { device, path } = question
  const user = written(question, id === null)
  const before = users(device)
  const old = before.find((one) => one.id === id)
  if (!user) return refuse(device, path, 'badXmlContent', 400)
  if (id !== null && !old) return refuse(device, path, 'badParameters')
  const name = textAt(user, 'userName')
  const type = textAt(user, 'userType')
  const isTaken = before.some((one) => one.name === name && one.id !== id)
  if (name === '' || !TYPES.includes(type) || isTaken) return refuse(device, path, 'badParameters')
  if (id === null && textAt(user, 'password').length < 8) return refuse(device, path, 'riskPassword')
  const number = id ?? Math.max(0, ...before.map((one) => one.id)) + 1
  const others = before.filter((one) => one.id !== number)
  const next = [...others, { id: number, name, type }].sort((one, other) => one.id - other.id)
  device.saved.set(KEY, list(device, next))
  return refuse(device, path, 'ok', 200, id === null ? [x('id', number)] : [])
}

const guarded =
  (handle: Handler): Handler =>
  (question, params) => {
    const { device, path, account } = question
    if (device.quirks.has('no-onvif-users')) return refuse(device, path, 'notSupport')
    return account.level === 'Administrator' ? handle(question, params) : refuse(device, path, 'lowPrivilege')
  }

export const onvifUserRoutes: Route[] = (
  [
    { method: 'GET', path: KEY, handle: ({ device }) => page(device, list(device, users(device))) },
    {
      method: 'GET',
      path: `${KEY}/{}`,
      handle: ({ device, path }, [id]) => {
        const found = users(device).find((user) => user.id === Number(id))
        return found ? page(device, element(device, found)) : refuse(device, path, 'badParameters')
      },
    },
    { method: 'POST', path: KEY, handle: (question) => save(question, null) },
    { method: 'PUT', path: `${KEY}/{}`, handle: (question, [id]) => save(question, Number(id)) },
    {
      method: 'DELETE',
      path: `${KEY}/{}`,
      handle: ({ device, path }, [id]) => {
        const rest = users(device).filter((user) => user.id !== Number(id))
        if (rest.length === users(device).length) return refuse(device, path, 'badParameters')
        device.saved.set(KEY, list(device, rest))
        return refuse(device, path, 'ok')
      },
    },
  ] satisfies Route[]
).map((route): Route => ({ ...route, handle: guarded(route.handle) }))
