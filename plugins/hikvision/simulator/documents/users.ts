// Accounts of the device and the separate ones of ONVIF: listed, made, changed and removed.
import { type Account, isRisky, type Level, MOST_ACCOUNTS } from '../accounts.ts'
import type { Device } from '../device.ts'
import { type Answer, page, type Question, refuse } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import { compare } from '../saved.ts'
import { type Element, titled, x } from '../xml.ts'
import { readXml, textAt } from '../xml-read.ts'
import { forgetPermission } from './permissions.ts'

const LEVELS: readonly string[] = ['Administrator', 'Operator', 'Viewer'] satisfies Level[]

function item(device: Device, { id, name, level }: Account): Element {
  const isRecorder = device.model.family !== 'camera'
  return x('User', { version: device.model.style.version }, [
    x('id', id),
    x('userName', name),
    isRecorder && x('bondIpList', [x('bondIp', [x('id', 1), x('ipAddress', '0.0.0.0')])]),
    isRecorder && x('macAddress', ''),
    x('userLevel', level),
    id === 1 && x('attribute', [x('inherent', true)]),
  ])
}

const isAdmin = ({ account }: Question) => account.level === 'Administrator'

/** Others than an administrator see themselves alone. */
const visible = (question: Question) => (isAdmin(question) ? question.device.accounts.list() : [question.account])

const risky = ({ device, path }: Question): Answer =>
  refuse(device, path, 'riskPassword', device.quirks.has('risk-status') ? 403 : 200)

/** A body of an account carries its password, which is nobody's business. */
function read(question: Question, before: Element | null): Element | null {
  const { device, method, path, account } = question
  const written = readXml(question.body)
  const body = question.body.replace(/(<password>)[^<]*/gi, '$1***')
  if (written) device.saved.record({ method, path, user: account.name, body, ...compare(before ?? written, written) })
  return written
}

function add(question: Question): Answer {
  const { device, path } = question
  if (!isAdmin(question)) return refuse(device, path, 'lowPrivilege')
  const user = read(question, null)
  if (!user) return refuse(device, path, 'badXmlFormat')
  const [name, password, level] = ['userName', 'password', 'userLevel'].map((word) => textAt(user, word)) as [
    string,
    string,
    string,
  ]
  if (user.name !== 'User' || name === '' || !LEVELS.includes(level) || level === 'Administrator')
    return refuse(device, path, 'badXmlContent', 400)
  if (device.accounts.byName(name) || device.accounts.list().length >= MOST_ACCOUNTS)
    return refuse(device, path, 'badParameters')
  if (isRisky(name, password)) return risky(question)
  const { id } = device.accounts.add({ name, password, level: level as Level })
  forgetPermission(device, id)
  // One generation spells its number small, the other in capitals.
  return refuse(device, path, 'ok', 200, [x(device.model.family === 'nvr' ? 'id' : 'ID', id)])
}

function change(question: Question, found: Account): Answer {
  const { device, path } = question
  if (!isAdmin(question) && found.id !== question.account.id) return refuse(device, path, 'lowPrivilege')
  const user = read(question, item(device, found))
  if (!user) return refuse(device, path, 'badXmlFormat')
  if (user.name !== 'User') return refuse(device, path, 'badXmlContent', 400)
  const name = textAt(user, 'userName') || found.name
  const password = textAt(user, 'password')
  const level = textAt(user, 'userLevel') || found.level
  const holder = device.accounts.byName(name)
  const isFixed = found.id === 1 && (name !== found.name || level !== found.level)
  if (!LEVELS.includes(level) || isFixed || (holder && holder !== found)) return refuse(device, path, 'badParameters')
  if (!isAdmin(question) && level !== found.level) return refuse(device, path, 'lowPrivilege')
  if (password !== '' && isRisky(name, password)) return risky(question)
  if (level !== found.level) forgetPermission(device, found.id)
  Object.assign(found, { name, level, ...(password === '' ? {} : { password }) })
  return refuse(device, path, 'ok')
}

function remove(question: Question, found: Account): Answer {
  const { device, path } = question
  if (!isAdmin(question)) return refuse(device, path, 'lowPrivilege')
  if (found.id === 1) return refuse(device, path, 'notSupport')
  device.accounts.remove(found.id)
  forgetPermission(device, found.id)
  return refuse(device, path, 'ok')
}

const one =
  (act: (question: Question, found: Account) => Answer) =>
  (question: Question, [id]: string[]): Answer => {
    const found = question.device.accounts.byId(Number(id))
    return found ? act(question, found) : refuse(question.device, question.path, 'badParameters')
  }

export const userRoutes: Route[] = [
  {
    method: 'GET',
    path: 'Security/users',
    handle: (question) =>
      page(
        question.device,
        titled(
          question.device.model.style,
          'UserList',
          visible(question).map((account) => item(question.device, account)),
        ),
      ),
  },
  {
    method: 'GET',
    path: 'Security/users/{}',
    handle: one((question, found) =>
      visible(question).includes(found)
        ? page(question.device, {
            ...item(question.device, found),
            attributes: { ...titled(question.device.model.style, '', []).attributes },
          })
        : refuse(question.device, question.path, 'lowPrivilege'),
    ),
  },
  { method: 'POST', path: 'Security/users', handle: add },
  { method: 'PUT', path: 'Security/users/{}', handle: one(change) },
  { method: 'DELETE', path: 'Security/users/{}', handle: one(remove) },
]
