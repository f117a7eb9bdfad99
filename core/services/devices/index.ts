// Devices: added, changed, tried and removed by people; what they are is read from their rows, where they stand from their sessions.
import { and, eq, isNotNull } from 'drizzle-orm'
import { Fault, type Target } from '#plugin'
import { devices } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import type { FaultKind } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import { realTimers } from '../../timers.ts'
import type { DeviceRow } from '../access.ts'
import { isPublicAddress, parseAddress, parseStreamHost } from '../addresses.ts'
import { asPerson, passwordLabel } from '../sessions/index.ts'
import { cleanName } from '../sync.ts'
import { describeCertificate } from './certificates.ts'
import { drawHubKey } from './hub-key.ts'
import { type CheckedInput, checkInput, wrongInput } from './input.ts'
import { keepInSync } from './keep-in-sync.ts'
import { createLooks, streamAccount } from './look.ts'
import { replacementOf } from './replacement.ts'
import { createSealedAddresses, isFaceOf, isMasked, isStream } from './sealed-address.ts'
import type { Device, DevicePatch, Devices, DevicesDeps } from './shapes.ts'
import { createStoredLogins } from './stored-logins.ts'
import { checkSub, shownSub, subColumns } from './sub-stream.ts'
import { createConnectionTests, type Login } from './test-connection.ts'
import { infoFor, loginFor } from './told.ts'

export type { Certificate } from './certificates.ts'
export type { DeviceInput } from './input.ts'
export type { Look, LookInput } from './look.ts'
export type { Replacement } from './replacement.ts'
export type { Device, DevicePatch, Devices, DevicesDeps, NewDevice, Told } from './shapes.ts'
export type { TestResult } from './test-connection.ts'

const exists = () => new Fault('conflict', 'Device already exists')
/** Columns whose values a person has not typed, or may not read. */
const UNTOLD: string[] = [
  'password',
  'streamAddress',
  'subStreamAddress',
  'addressKey',
  'pinnedCertificate',
  'otherCertificate',
]

export function createDevices(deps: DevicesDeps): Devices {
  const { db, bus, access, secrets, sessions, sync, activity, now, random = Math.random, timers = realTimers } = deps
  const sealed = createSealedAddresses({ db, secrets })
  const stored = createStoredLogins(secrets)
  const tests = createConnectionTests({ sessions, guard: deps.guard, now })
  const syncing = keepInSync({ sessions, sync, timers, log: deps.log })

  const read = (id: number) => db.select().from(devices).where(eq(devices.id, id)).get()
  // What a session found out counts for the next test too: the same wrong password is not worth another try.
  const remember = (row: DeviceRow, fault: { kind: string; message: string }, at: number) => {
    const { addressKey, username } = row
    const password = stored.password(row)
    const met = new Fault(fault.kind as FaultKind, fault.message)
    if (password === null) return
    tests.remember({ addressKey, username, password }, met, at)
    if (!isStream(row.brand) || !username) return
    tests.remember({ addressKey: streamAccount(parseAddress(row.address, row.brand).url), username, password }, met, at)
  }
  const refusing = bus.on('device.state', ({ deviceId, state }) => {
    const row = state.phase === 'refused' ? read(deviceId) : undefined
    if (row && state.fault) remember(row, state.fault, +state.since)
  })
  // What its session knows of the old one, such as what that did not support, is not to be taken for the new one's.
  const replacing = bus.on('device.replaced', ({ deviceId }) => sessions.restart(deviceId))
  // Also one that was met just before a restart.
  for (const row of db.select().from(devices).where(isNotNull(devices.refused)).all())
    if (row.refused) remember(row, row.refused, row.refused.at)

  function shown(caller: Caller, row: DeviceRow, channelCount: number): Device {
    const { password: _, streamAddress: __, subStreamAddress: ___, ...told } = row
    const { pinnedCertificate: pinned, otherCertificate: other, ...rest } = told
    return {
      ...rest,
      username: loginFor(caller, row),
      info: infoFor(caller, row, 'manage', rest.info),
      subAddress: shownSub(row),
      certificate: pinned === null ? null : describeCertificate(pinned),
      otherCertificate: other === null ? null : describeCertificate(other),
      state: sessions.state(row.id),
      channelCount,
      replaced: replacementOf(db, row.id),
    }
  }

  function list(caller: Caller): Device[] {
    const counts = new Map<number, number>()
    for (const { deviceId, isActive, inUse } of access.visibleChannels(caller))
      if (isActive && inUse) counts.set(deviceId, (counts.get(deviceId) ?? 0) + 1)
    return access.visibleDevices(caller).map((row) => shown(caller, row, counts.get(row.id) ?? 0))
  }

  function get(caller: Caller, id: string | number): Device {
    const row = access.device(caller, id, 'view')
    const own = access.visibleChannels(caller, { deviceId: row.id })
    return shown(caller, row, own.filter(({ isActive, inUse }) => isActive && inUse).length)
  }

  function atAddress(householdId: number, addressKey: string): DeviceRow | undefined {
    return db
      .select()
      .from(devices)
      .where(and(eq(devices.householdId, householdId), eq(devices.addressKey, addressKey)))
      .get()
  }

  /** The device that a person tries: at this address, or with what may be shown of it. */
  function storedFor(householdId: number, typed: string, brand: string): DeviceRow | undefined {
    if (!isStream(brand) || !isMasked(typed))
      return atAddress(householdId, sealed.keyOf(parseAddress(typed, brand), brand))
    const streams = and(eq(devices.householdId, householdId), eq(devices.brand, brand))
    const same = db.select().from(devices).where(streams).all()
    const found = same.filter((row) => isFaceOf(typed, row.address))
    // Two that look alike: nobody knows which of them is meant.
    return found.length === 1 ? found[0] : undefined
  }

  const nameOf = (name: string | null | undefined) => (name ? cleanName(name, '') || null : null)

  /** What a login that was refused a moment ago is worth: it is stored as refused, and the device is left alone. */
  function refusalOf(login: Login) {
    const fault = tests.refusalOf(login)
    const hint = 'It was not tried again, since the device refused it less than a minute ago.'
    return fault && { kind: fault.kind, message: `${fault.message.replace(hint, '').trim()} ${hint}`, at: +now() }
  }

  const keyOf = ({ address, brand }: Pick<CheckedInput, 'address' | 'brand'>) => sealed.keyOf(address, brand)

  function columns(input: CheckedInput, uuid: string) {
    return {
      brand: input.brand,
      brandAsGiven: input.brandAsGiven,
      ...sealed.columns(input.address, input.brand, uuid),
      streamHost: input.streamHost,
      username: input.username,
      password: secrets.encrypt(input.password, passwordLabel(uuid)),
    }
  }

  /** Of what the device sees: whether a new sign-in is due. */
  function differs(row: DeviceRow, input: CheckedInput, verifyTls: boolean): boolean {
    const streams = parseStreamHost(row.streamHost, parseAddress(row.address, row.brand))
    return (
      row.brand !== input.brand ||
      row.addressKey !== keyOf(input) ||
      streams !== parseStreamHost(input.streamHost, input.address) ||
      row.username !== input.username ||
      row.verifyTls !== verifyTls ||
      stored.password(row) !== input.password
    )
  }

  /** The whole second address that is to be stored; null = none. */
  function subOf(typed: string | null | undefined, row: DeviceRow | undefined, checked: CheckedInput): string | null {
    if (!typed?.trim()) return null
    if (!isStream(checked.brand)) throw wrongInput('sub_rtsp_url', 'Only a camera by its RTSP address has a second one')
    const first = { ...checked.address, username: checked.username, password: checked.password }
    return checkSub(typed, row ? stored.sub(row) : null, first, deps.guard)
  }

  const looks = createLooks({
    ...{ access, guard: deps.guard, stored, tests, now },
    check: (input) => checkInput({ ...input, brand: 'rtsp' }, deps),
    storedFor: (householdId, typed) => storedFor(householdId, typed, 'rtsp'),
  })

  async function refusePublic(host: string): Promise<void> {
    if (isPublicAddress(await deps.guard.resolve(host)))
      throw wrongInput(
        'ip_web',
        `${host} is an address of the public internet: only devices of the own network are asked`,
      )
  }

  function checkPatch(patch: DevicePatch, brand: string): void {
    // Only a bare stream may need no login.
    const login = isStream(brand.trim()) ? [] : (['username', 'password'] as const)
    for (const field of ['address', 'brand', ...login] as const)
      if (patch[field] !== undefined && !patch[field]?.trim())
        throw wrongInput(field, `${field === 'address' ? 'ip_web' : field} must not be empty`)
  }

  return {
    list,
    get,
    active: (caller) => list(caller).filter((device) => device.isChecked),
    at(caller, input) {
      const householdId = access.household(caller, 'manage')
      const checked = checkInput(input, deps)
      subOf(input.subAddress, undefined, checked)
      return atAddress(householdId, keyOf(checked))?.id ?? null
    },
    add(caller, input, told = activity) {
      const householdId = access.household(caller, 'manage')
      const checked = checkInput(input, deps)
      const sub = subOf(input.subAddress, undefined, checked)
      if (atAddress(householdId, keyOf(checked))) throw exists()
      const uuid = Bun.randomUUIDv7()
      const at = now()
      const row = db
        .insert(devices)
        .values({
          uuid,
          householdId,
          hubKey: drawHubKey(db, random),
          ...columns(checked, uuid),
          ...subColumns(sub, uuid, secrets),
          name: nameOf(input.name),
          verifyTls: input.verifyTls ?? false,
          isChecked: input.isChecked ?? true,
          refused: refusalOf({ ...checked, addressKey: keyOf(checked) }),
          createdAt: at,
          updatedAt: at,
        })
        .returning()
        .get()
      const expected = deps.drivers.get(row.brand)?.channels
      if (expected) sync.expect(row, expected)
      told.record(caller, {
        action: 'create_device',
        resourceType: 'device',
        resourceId: row.id,
        metadata: { address: row.address, brand: row.brand, username: row.username, is_checked: row.isChecked },
      })
      bus.emit('device.changed', { deviceId: row.id, householdId, edited: true })
      if (row.isChecked) sessions.follow(row.id)
      // Once by hand, so that its channels are known; it is watched over no further.
      else void sessions.use(row.id).catch(() => {})
      return get(caller, row.id)
    },
    change(caller, id, patch, told = activity) {
      const row = access.device(caller, id, 'manage')
      checkPatch(patch, patch.brand ?? row.brand)
      const sameAddress = patch.address === undefined
      const old = parseAddress(row.address, row.brand)
      const brand = patch.brand ?? row.brandAsGiven
      const given = stored.given(row, patch.address, brand.trim())
      const checked = checkInput(
        {
          address: given.address,
          // A device that moves takes its streams along, unless they were said to come from elsewhere.
          streamHost:
            patch.streamHost ?? (sameAddress || parseStreamHost(row.streamHost, old) ? row.streamHost : undefined),
          username: patch.username ?? given.username ?? row.username,
          password: patch.password ?? given.password ?? stored.needPassword(row),
          brand,
        },
        deps,
      )
      const other = atAddress(row.householdId, keyOf(checked))
      if (other && other.id !== row.id) throw exists()
      const verifyTls = patch.verifyTls ?? row.verifyTls
      const isSubKept = patch.subAddress === undefined && isStream(checked.brand)
      const sub = isSubKept ? null : subOf(patch.subAddress, row, checked)
      const isSubSame = isSubKept || (sub === null ? row.subStreamAddress === null : sub === stored.sub(row))
      const anew = differs(row, checked, verifyTls) || !isSubSame
      // Typed again on purpose, perhaps after the device was set right: that is a change, too.
      const again = row.refused !== null && patch.password !== undefined
      const moved = row.addressKey !== keyOf(checked)
      const values = {
        ...columns(checked, row.uuid),
        ...(stored.password(row) === checked.password ? { password: row.password } : {}),
        ...(stored.address(row) === checked.address.shown ? { streamAddress: row.streamAddress } : {}),
        ...(isSubSame ? {} : subColumns(sub, row.uuid, secrets)),
        name: patch.name === undefined ? row.name : nameOf(patch.name),
        isChecked: patch.isChecked ?? row.isChecked,
        verifyTls,
        pinnedCertificate: moved ? null : row.pinnedCertificate,
        otherCertificate: moved ? null : row.otherCertificate,
      }
      const changed = Object.entries(values)
        .filter(([key, value]) => row[key as keyof DeviceRow] !== value)
        .map(([key]) => key)
      if (changed.length)
        db.update(devices)
          .set({ ...values, updatedAt: now() })
          .where(eq(devices.id, row.id))
          .run()
      // Before anybody hears of the change: a relay that starts again at the news must find the new session, not the old one.
      if (anew || again) {
        const refused = refusalOf({ ...checked, addressKey: keyOf(checked) })
        if (refused) sessions.refused(row.id, new Fault(refused.kind, refused.message))
        else sessions.restart(row.id)
      } else if (values.isChecked !== row.isChecked) sessions.follow(row.id)
      if (changed.length) {
        const visible = changed.filter((key) => !UNTOLD.includes(key))
        const pick = (from: object) => Object.fromEntries(Object.entries(from).filter(([key]) => visible.includes(key)))
        told.record(caller, {
          action: 'update_device',
          resourceType: 'device',
          resourceId: row.id,
          metadata: { changed, before: pick(row), after: pick(values) },
        })
        bus.emit('device.changed', { deviceId: row.id, householdId: row.householdId, edited: true })
      }
      return get(caller, row.id)
    },
    async remove(caller, id, also, told = activity) {
      const row = access.device(caller, id, 'manage')
      await deps.alarms?.removeOfDevice(row.id)
      const removed = also?.recordings ? await deps.recordings?.removeOfDevice(row.id) : undefined
      // Somebody else may have removed it meanwhile.
      if (!read(row.id)) throw new Fault('not-found', 'Device not found')
      db.delete(devices).where(eq(devices.id, row.id)).run()
      const closed = sessions.close(row.id)
      told.record(caller, {
        action: 'delete_device',
        resourceType: 'device',
        resourceId: row.id,
        metadata: { address: row.address, name: row.name, ...(removed && { recordings: removed }) },
      })
      bus.emit('device.removed', { deviceId: row.id, householdId: row.householdId, hubKey: row.hubKey })
      await closed
    },
    async test(caller, input) {
      const householdId = access.household(caller, 'manage')
      const brand = input.brand.trim().toLowerCase()
      if (!deps.drivers.has(brand)) return tests.unsupported(input.address)
      const known = storedFor(householdId, input.address, brand)
      const password = input.password || (known ? stored.needPassword(known) : '')
      const address = known && isMasked(input.address) ? stored.needAddress(known) : input.address
      const checked = checkInput({ ...input, address, password }, deps)
      if (input.onlyPrivate) await refusePublic(checked.address.url.hostname)
      const target: Target = {
        address: checked.address.url,
        streamHost: parseStreamHost(checked.streamHost, checked.address),
        username: checked.username,
        password: checked.password,
        verifyTls: input.verifyTls ?? known?.verifyTls ?? false,
        pinnedCertificate: known?.pinnedCertificate ?? null,
      }
      return asPerson(() => tests.run(brand, target, { ...checked, addressKey: keyOf(checked) }))
    },
    look: looks.look,
    trustCertificate(caller, id, fingerprint) {
      const row = access.device(caller, id, 'manage')
      const { pinnedCertificate: before, otherCertificate: other } = row
      if (other === null) throw new Fault('conflict', 'This device has shown no other certificate than the trusted one')
      const after = describeCertificate(other)
      if (fingerprint.toUpperCase() !== after.fingerprint)
        throw new Fault('conflict', 'By now the device shows another certificate: look at it, then decide')
      db.update(devices)
        .set({ pinnedCertificate: other, otherCertificate: null, updatedAt: now() })
        .where(eq(devices.id, row.id))
        .run()
      activity.record(caller, {
        action: 'trust_certificate',
        resourceType: 'device',
        resourceId: row.id,
        metadata: { before: before && describeCertificate(before).fingerprint, after: after.fingerprint },
      })
      // A login that was refused is not tried again because of a certificate.
      if (!row.refused) sessions.restart(row.id)
      bus.emit('device.changed', { deviceId: row.id, householdId: row.householdId })
      return get(caller, row.id)
    },
    async syncNow(caller, id) {
      const row = access.device(caller, id, 'restart')
      const about = { action: 'sync_now', resourceType: 'device', resourceId: row.id }
      // What the appliance asks for by itself is nobody's deed.
      const tell = (more: object) => void ('userId' in caller && activity.record(caller, { ...about, ...more }))
      try {
        const synced = await asPerson(async () => sync.run(row, await sessions.use(row.id)))
        tell({ metadata: { ...synced } })
        return synced
      } catch (error) {
        tell({ success: false, error: asFault(error).message })
        throw error
      }
    },
    [Symbol.dispose]() {
      refusing[Symbol.dispose]()
      replacing[Symbol.dispose]()
      syncing[Symbol.dispose]()
      looks[Symbol.dispose]()
    },
  }
}
