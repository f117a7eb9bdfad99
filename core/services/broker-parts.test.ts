// The broker's address, taken apart for settings of other products, and put together again.
import { expect, test } from 'bun:test'
import { createBrokerParts } from './broker-parts.ts'

/** Over settings that hold what is given, and take what is written. */
function stand(values: { mqtt_url?: string | null; mqtt_user?: string | null; mqtt_password?: string | null } = {}) {
  const held: Record<string, unknown> = { mqtt_url: null, mqtt_user: null, mqtt_password: null, ...values }
  const broker = createBrokerParts({ settings: { get: (key: string) => held[key] as never } })
  const write = (...wanted: Parameters<typeof broker.changes>) => {
    for (const [key, value] of broker.changes(...wanted)) held[key] = value
    return held
  }
  return { broker, write }
}

test('an address is told in parts, with the usual port of its kind and without its brackets', () => {
  const of = (address: string) => stand({ mqtt_url: address }).broker.read()
  const login = { username: '', hasPassword: false }
  expect(of('mqtt://one.example')).toEqual({ enabled: true, host: 'one.example', port: 1883, tls: false, ...login })
  expect(of('mqtts://[2001:db8::7]')).toMatchObject({ host: '2001:db8::7', port: 8883, tls: true })
  expect(of('wss://one.example/mqtt')).toMatchObject({ port: 443, tls: true })
  expect(of('mqtt://anna:p%40ss@one.example:1884')).toMatchObject({ port: 1884, username: 'anna', hasPassword: true })
})

test('where there is no broker, the place is the one that was kept', () => {
  const { broker } = stand()
  expect(broker.read()).toMatchObject({ enabled: false, host: '', port: 1883, tls: false })
  expect(broker.read({ host: 'old.example', tls: true })).toMatchObject({ host: 'old.example', port: 1883, tls: true })
})

test('what is not named stays, and a login in the address is not lost with it', () => {
  const { write } = stand({ mqtt_url: 'mqtts://anna:p%40ss@one.example:9000' })
  expect(write({ host: 'two.example' })).toEqual({
    ...{ mqtt_url: 'mqtts://two.example:9000', mqtt_user: 'anna', mqtt_password: 'p@ss' },
  })
  expect(write({ username: 'hub' })).toMatchObject({ mqtt_url: 'mqtts://two.example:9000', mqtt_user: 'hub' })
  expect(write({ enabled: false })).toMatchObject({ mqtt_url: null, mqtt_user: 'hub', mqtt_password: 'p@ss' })
  expect(write({ enabled: true }, { host: '2001:db8::7', port: 1883 }).mqtt_url).toBe('mqtt://[2001:db8::7]:1883')
  expect(write({ username: '', password: '' })).toMatchObject({ mqtt_user: null, mqtt_password: null })
})

test('nothing is written without a host', () => {
  expect(stand().broker.changes({ enabled: true })).toEqual([['mqtt_url', null]])
})
