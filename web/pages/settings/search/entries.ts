// What the search over the settings can find: every setting by the texts that stand at it on its page.
import type { PlainKey } from '../../../texts/t.ts'
import { PARTS, type Part, type Whose } from '../parts.ts'

export interface Entry {
  /** The page that it is on. */
  part: Part
  whose: Whose
  /** Its name there; the page points at what carries it. Null stands for the page as a whole. */
  name: PlainKey | null
  /** More that is said of it. */
  also: readonly PlainKey[]
}

type Named = readonly [name: PlainKey, ...also: PlainKey[]]

const of = (part: Part, named: readonly Named[], whose: Whose = part.whose): Entry[] =>
  named.map(([name, ...also]) => ({ part, whose, name, also }))

const ACCOUNT: Part = { path: '/account', title: 'account.title', lead: 'account.open', whose: 'everybody' }
const STORAGE: Part = {
  path: '/system/storage',
  title: 'machine.tab.storage',
  lead: 'storage.outlook',
  whose: 'operators',
}
const DOWNLOADS: Part = { path: '/playback/rules', title: 'nav.playback', lead: 'rules.lead', whose: 'admins' }

export const ENTRIES: readonly Entry[] = [
  ...[...Object.values(PARTS), ACCOUNT].map((part) => ({ part, whose: part.whose, name: null, also: [] })),
  ...of(PARTS.look, [
    ['settings.look.theme', 'settings.look.system', 'settings.look.dark', 'settings.look.light'],
    ['settings.look.language', 'settings.look.language.help'],
    ['settings.look.zone', 'settings.look.zone.help'],
  ]),
  ...of(PARTS.sync, [['settings.sync.now']]),
  ...of(
    PARTS.sync,
    [
      ['settings.sync.enabled', 'settings.sync.enabled.help'],
      ['settings.sync.interval'],
      ['settings.sync.clock', 'settings.sync.clock.help'],
    ],
    'admins',
  ),
  ...of(PARTS.calendar, [['settings.month.first'], ['settings.month.last'], ['settings.month.order']]),
  ...of(PARTS.alarms, [
    ['settings.alarms.days', 'settings.alarms.lead'],
    ['settings.alarms.count', 'settings.alarms.count.help'],
    ['settings.pictures.days', 'settings.pictures', 'settings.pictures.lead'],
    ['settings.pictures.bytes', 'settings.pictures', 'settings.pictures.lead'],
    ['settings.hold', 'settings.hold.lead'],
  ]),
  ...of(PARTS.notifications, [['push.here', 'push.lead', 'push.on', 'push.test', 'push.leaves']]),
  ...of(
    PARTS.hub,
    [
      ['hub.announce'],
      ['hub.ids', 'hub.ids.text'],
      ['hub.url', 'hub.broker', 'hub.url.help'],
      ['hub.user', 'hub.broker'],
      ['hub.password', 'hub.broker'],
      ['hub.tls', 'hub.tls.lead'],
      ['hub.ca'],
      ['hub.certificate'],
      ['hub.key'],
      ['hub.form', 'hub.form.help', 'hub.form.device', 'hub.form.entity', 'settings.hub.discovery'],
      ['hub.name', 'hub.name.help'],
      ['hub.control', 'hub.control.none', 'hub.control.safe', 'hub.control.all'],
      ['hub.pictures', 'hub.pictures.help'],
      ['hub.idle', 'hub.idle.help'],
      ['hub.images', 'hub.images.image', 'hub.images.url'],
      ['hub.topics'],
      ['hub.prefix', 'hub.topics'],
      ['hub.discovery.prefix', 'hub.topics'],
      ['hub.birth', 'hub.birth.help', 'hub.topics'],
      ['hub.inside', 'hub.inside.lead'],
      ['hub.inside.on', 'hub.inside'],
      ['hub.inside.port', 'hub.inside'],
      ['hub.inside.user', 'hub.inside', 'hub.inside.password.help'],
    ],
    'founder',
  ),
  ...of(PARTS.webhooks, [
    ['webhooks.add', 'webhooks.lead'],
    ['webhooks.name'],
    ['webhooks.url'],
    ['webhooks.kinds'],
    ['webhooks.channels', 'webhooks.channels.every'],
    ['webhooks.verify', 'webhooks.verify.help'],
    ['webhooks.on', 'webhooks.on.help'],
    ['webhooks.secret', 'webhooks.secret.text'],
  ]),
  ...of(PARTS.restreaming, [
    ['restream.kind', 'restream.lead', 'restream.off'],
    ['restream.api', 'restream.api.help'],
    ['restream.rtsp'],
    ['restream.webrtc'],
  ]),
  ...of(PARTS.security, [
    ['settings.reach.url', 'settings.reach', 'settings.reach.url.help'],
    ['settings.reach.hsts', 'settings.reach', 'settings.reach.hsts.help'],
    ['settings.frames.label', 'settings.frames.help'],
    ['settings.dialects.lightnvr', 'settings.dialects', 'settings.dialects.lead'],
    ['settings.dialects.vibenvr', 'settings.dialects', 'settings.dialects.lead'],
    ['settings.strangers.open', 'settings.strangers', 'settings.strangers.help'],
    ['settings.origins.label', 'settings.origins', 'settings.origins.lead'],
    ['backup.key', 'backup.key.lead'],
  ]),
  ...of(PARTS.backup, [
    ['backup.make', 'backup.lead'],
    ['backup.passphrase', 'backup.passphrase.help'],
    ['backup.files', 'backup.files.help'],
    ['backup.bring', 'backup.restore.do', 'backup.restore.text'],
  ]),
  ...of(PARTS.about, [['settings.about.api']]),
  ...of(ACCOUNT, [
    ['account.password', 'account.password.do'],
    ['account.factor', 'account.factor.off', 'account.factor.codes'],
    ['account.signIns', 'account.signIns.lead', 'account.signIns.all'],
    ['account.keys', 'account.keys.lead'],
    ['account.signOut'],
  ]),
  ...of(STORAGE, [['storage.folders', 'storage.folders.lead']]),
  ...of(
    STORAGE,
    [
      ['storage.limits.days', 'storage.limits', 'storage.limits.lead'],
      ['storage.limits.bytes', 'storage.limits', 'storage.limits.lead'],
      ['storage.limits.free', 'storage.limits', 'storage.limits.lead'],
    ],
    'founder',
  ),
  ...of(DOWNLOADS, [['downloads.title', 'downloads.mbit', 'downloads.mbit.help']]),
]
