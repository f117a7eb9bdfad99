// Which right a request needs from somebody who is no administrator.
import type { Account } from '../accounts.ts'
import type { Device } from '../device.ts'
import { mayRemotely } from './permissions.ts'

interface Rule {
  paths: RegExp
  /** `self`: the handler looks itself. */
  right: string
  method?: 'GET' | 'PUT'
}

/** The first that fits counts. Configuration is refused even to look at, as the real ones do it. */
const rules: Rule[] = [
  { paths: /^security\/(users|userpermission|onvif)/, right: 'self' },
  {
    paths: /^(security\/(usercheck|adminaccesses)|system\/(deviceinfo|capabilities|time))/,
    right: 'self',
    method: 'GET',
  },
  {
    paths: /^(system\/video\/inputs|contentmgmt\/inputproxy)\/channels(\/status)?(\/\d+(\/status)?)?$/,
    right: 'self',
    method: 'GET',
  },
  { paths: /\/picture$/, right: 'preview' },
  { paths: /^ptzctrl\/channels\/\d+\/capabilities$/, right: 'self', method: 'GET' },
  { paths: /^ptzctrl\//, right: 'ptzControl' },
  { paths: /^system\/reboot/, right: 'restartOrShutdown' },
  { paths: /^(system\/io\/.*\/trigger|event\/notification\/alertstream)/, right: 'alarmOutOrUpload' },
  { paths: /^contentmgmt\/(search|download|record\/tracks\/\d+\/dailydistribution)/, right: 'playBack' },
  { paths: /^(contentmgmt\/(logsearch|storage)|system\/(status|io))/, right: 'logOrStateCheck', method: 'GET' },
  { paths: /^contentmgmt\/logsearch/, right: 'logOrStateCheck' },
  { paths: /^/, right: 'parameterConfig' },
]

/** False stands for 403 lowPrivilege. `path` is as it was sent. */
export function mayAsk(device: Device, account: Account, method: string, path: string): boolean {
  if (account.level === 'Administrator') return true
  const plain = path
    .toLowerCase()
    .replace(/^\/isapi\//, '')
    .replace(/\/+$/, '')
  const rule = rules.find((one) => one.paths.test(plain) && (one.method === undefined || one.method === method))!
  return rule.right === 'self' || mayRemotely(device, account, rule.right)
}
