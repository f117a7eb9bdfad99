// What is said of a port that could not be had.
import { expect, test } from 'bun:test'
import { listenTrouble } from './listen-trouble.ts'

const wanted = { host: '127.0.0.1', port: 80, name: 'PORCHLIGHT_REDIRECT_PORT' }
const said = (code: string | undefined, more = {}) => {
  const { found, todo } = listenTrouble(Object.assign(new Error('as it came'), { code }), { ...wanted, ...more })
  return `${found}. ${todo}`
}

test('each cause has words of its own, and its own variable', () => {
  expect(said('EADDRINUSE')).toMatch(/in use by another program.*PORCHLIGHT_REDIRECT_PORT/)
  expect(said('EACCES')).toMatch(/below 1024 need a right.*PORCHLIGHT_REDIRECT_PORT.*CAP_NET_BIND_SERVICE/)
  expect(said('EACCES', { host: 'localhost' })).toContain('need a right')
  expect(said('EADDRNOTAVAIL', { host: '192.0.2.1' })).toMatch(/192\.0\.2\.1, which is not an address.*PORCHLIGHT_HOST/)
})

test('a name that leads nowhere is no matter of rights', () => {
  for (const code of ['EACCES', 'ENOTFOUND', undefined])
    expect(said(code, { host: 'nowhere.invalid', port: 8000 })).toMatch(/^cannot be opened at nowhere\.invalid/)
})

test('of everything else it says what the system says', () => {
  expect(said('EMFILE')).toStartWith('cannot be opened: as it came')
})
