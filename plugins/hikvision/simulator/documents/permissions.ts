// What each account may do, in the words of the devices: `contorlLocalOut`, `transParentChannel`, `playBack`.
import type { Account, Level } from '../accounts.ts'
import type { Device } from '../device.ts'
import { page, type Question, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Child, type Element, titled, x } from '../xml.ts'
import { all, textAt } from '../xml-read.ts'
import { kept, write } from './write.ts'

const LOCAL = ['upgrade', 'parameterConfig', 'restartOrShutdown', 'logOrStateCheck', 'manageChannel']
const LOCAL_CHANNEL = ['playBack', 'record', 'backup']
const REMOTE = [
  ...['parameterConfig', 'logOrStateCheck', 'upgrade', 'voiceTalk', 'restartOrShutdown'],
  ...['alarmOutOrUpload', 'contorlLocalOut', 'transParentChannel', 'manageChannel'],
]
const REMOTE_CHANNEL = ['preview', 'record', 'playBack']

/** What an operator and a viewer have when they are made. */
const grants: Record<Level, (name: string, scope: 'local' | 'remote') => boolean> = {
  Administrator: () => true,
  Operator: (name) => !['upgrade', 'parameterConfig', 'restartOrShutdown', 'manageChannel'].includes(name),
  Viewer: (name, scope) => ['playBack', 'logOrStateCheck'].includes(name) || (name === 'preview' && scope === 'remote'),
}

const typeOf: Record<Level, string> = { Administrator: 'admin', Operator: 'operator', Viewer: 'viewer' }

type Leaf = (name: string, scope: 'local' | 'remote') => Element

/** Channels stand under their number, not under that of a stream. */
function scope(device: Device, where: 'local' | 'remote', leaf: Leaf): Element {
  const isCamera = device.model.family === 'camera'
  const channels = device.channels().map(({ number }) => number)
  const one = (name: string) => leaf(name, where)
  const words = where === 'local' ? LOCAL : REMOTE
  const byChannel = where === 'local' ? LOCAL_CHANNEL : REMOTE_CHANNEL
  const general =
    where === 'local' ? ['playBack', 'record', 'ptzControl', 'backup'] : ['preview', 'record', 'ptzControl', 'playBack']
  return x(`${where}Permission`, [
    // A camera manages no channels.
    ...words.filter((name) => !isCamera || name !== 'manageChannel').map(one),
    ...general.map(one),
    x(
      'videoChannelPermissionList',
      channels.map((id) => x('videoChannelPermission', [x('id', id), ...byChannel.map(one)])),
    ),
    x(
      'ptzChannelPermissionList',
      channels.map((id) => x('ptzChannelPermission', [x('id', id), one('ptzControl')])),
    ),
  ])
}

function document(device: Device, head: Child[], leaf: Leaf, root = 'UserPermission'): Element {
  return titled(device.model.style, root, [
    ...head,
    device.model.family !== 'camera' && scope(device, 'local', leaf),
    scope(device, 'remote', leaf),
  ])
}

const keyOf = (id: number) => `UserPermission/${id}`

export function permissionOf(device: Device, account: Account): Element {
  const leaf: Leaf = (name, where) => x(name, grants[account.level](name, where))
  const head = [x('id', account.id), x('userID', account.id), x('userType', typeOf[account.level])]
  return kept(device, keyOf(account.id), () => document(device, head, leaf))
}

/** Another level starts with its own rights again. */
export const forgetPermission = (device: Device, id: number): void => device.saved.forget(keyOf(id))

/** A right from afar; a word that stands by channel too counts when any channel has it. */
export function mayRemotely(device: Device, account: Account, right: string): boolean {
  if (account.level === 'Administrator') return true
  const remote = all(permissionOf(device, account), 'remotePermission')[0]
  if (textAt(remote, right) === 'true') return true
  const channels = all(all(remote, 'videoChannelPermissionList')[0], 'videoChannelPermission')
  return channels.some((channel) => textAt(channel, right) === 'true')
}

const capability =
  (level: Level): Handler =>
  ({ device }) =>
    page(
      device,
      document(
        device,
        [x('userType', { opt: typeOf[level] }, typeOf[level])],
        (name, where) => x(name, { opt: grants[level](name, where) || level !== 'Viewer' ? 'true,false' : 'false' }),
        `${typeOf[level]}Cap`,
      ),
    )

const guarded =
  (handle: Handler): Handler =>
  (question, params) =>
    question.device.quirks.has('no-permissions')
      ? refuse(question.device, question.path, 'notSupport')
      : handle(question, params)

/** Everybody sees their own, an administrator sees all. */
const accountOf = ({ device, account }: Question, id: string) => {
  const found = device.accounts.byId(Number(id))
  return found && (account.level === 'Administrator' || found.id === account.id) ? found : null
}

export const permissionRoutes: Route[] = (
  [
    {
      method: 'GET',
      path: 'Security/UserPermission',
      handle: ({ device, path, account }) =>
        account.level === 'Administrator'
          ? page(
              device,
              titled(
                device.model.style,
                'UserPermissionList',
                device.accounts.list().map((one) => permissionOf(device, one)),
              ),
            )
          : refuse(device, path, 'lowPrivilege'),
    },
    { method: 'GET', path: 'Security/UserPermission/adminCap', handle: capability('Administrator') },
    { method: 'GET', path: 'Security/UserPermission/operatorCap', handle: capability('Operator') },
    { method: 'GET', path: 'Security/UserPermission/viewerCap', handle: capability('Viewer') },
    {
      method: 'GET',
      path: 'Security/UserPermission/{}',
      handle: (question, [id]) => {
        const { device, path } = question
        const found = accountOf(question, id!)
        if (found) return page(device, permissionOf(device, found))
        return refuse(device, path, device.accounts.byId(Number(id)) ? 'lowPrivilege' : 'badParameters')
      },
    },
    {
      method: 'PUT',
      path: 'Security/UserPermission/{}',
      handle: (question, [id]) => {
        const { device, path, account } = question
        if (account.level !== 'Administrator') return refuse(device, path, 'lowPrivilege')
        const found = device.accounts.byId(Number(id))
        if (!found) return refuse(device, path, 'badParameters')
        // The first account has every right for ever.
        if (found.id === 1) return refuse(device, path, 'notSupport')
        return write(question, { key: keyOf(found.id), before: permissionOf(device, found) })
      },
    },
  ] satisfies Route[]
).map((route): Route => ({ ...route, handle: guarded(route.handle) }))
