// The owner switches what a recorder has: its output, its holiday, and the recorder itself off and on again.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { until } from '../../core/testing/until.ts'
import type { Simulator } from '../../plugins/hikvision/simulator/index.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath)
  console.warn('No Chromium on this machine: the controls of a device are not looked at in a browser.')

const TIMEOUT_MS = 120_000
const OPERATOR = { username: 'an-operator', password: 'a long password' }

describe.skipIf(!executablePath)('in a browser', () => {
  let recorder: Simulator
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('Shop', { model: 'nvr8', rtsp: false, footage: { days: 1, perDay: 2 } })
    recorder = stand.recorder
    const told = async () => (await stand.ask('GET', '/api/devices/1/controls')).body
    await until(
      'it has told what it has',
      async () => {
        const { inputs, outputs, holiday } = await told()
        return inputs.length > 0 && outputs.length > 0 && holiday !== null
      },
      60_000,
    )
    await stand.ask('POST', '/api/auth/register', { ...OPERATOR, role: 'operator' })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  test(
    'an output is switched, stays as it was when the recorder refuses, and an input is seen as it becomes active',
    async () => {
      await using seat = await stand.open('/devices/1/system', { colorScheme: 'dark' })
      const { page, complaints } = seat
      const ports = page.locator('section', { has: page.getByRole('heading', { name: 'Inputs and outputs' }) })
      const output = ports.getByRole('switch').first()
      await output.waitFor()
      expect(await output.isChecked()).toBe(false)
      await output.click()
      await until('the recorder has it on', () => recorder.stats.outputs.has(1))
      await page.waitForFunction(() => document.querySelector<HTMLInputElement>('.ports input')?.checked)
      await check(page)
      expect(complaints).toEqual([])

      recorder.faults.add({ refusal: 'lowPrivilege', path: '/ISAPI/System/IO/outputs/1/trigger', count: 1 })
      await output.click()
      await ports.getByRole('alert').getByText('The output was not switched', { exact: false }).waitFor()
      await until('the switch is back', () => output.isChecked())
      expect(recorder.stats.outputs.has(1)).toBe(true)
      await check(page)
      // The browser names the refused request.
      expect(complaints.splice(0).filter((one) => !one.includes('502'))).toEqual([])
      await output.click()
      await until('the recorder has it off', () => !recorder.stats.outputs.has(1))
      await ports.getByRole('alert').waitFor({ state: 'detached' })

      expect(await ports.getByText('Active', { exact: true }).count()).toBe(0)
      await until('alarms are listened to', () => recorder.stats.alertStreams > 0)
      await recorder.raise({ type: 'IO', channel: 0, input: 1, state: 'active' })
      await ports.getByText('Active', { exact: true }).waitFor()
      await recorder.raise({ type: 'IO', channel: 0, input: 1, state: 'inactive' })
      await ports.getByText('Active', { exact: true }).waitFor({ state: 'detached' })
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'holiday mode is switched, and the recorder restarted once: restarting, then online',
    async () => {
      await using seat = await stand.open('/devices/1/system', PHONE)
      const { page, complaints } = seat
      const holiday = page.getByRole('switch', { name: 'Holiday mode' })
      await holiday.click()
      const written = () => recorder.stats.writes.filter(({ path }) => path.startsWith('/ISAPI/System/Holidays'))
      await until('the recorder has its holiday', () => written().length > 0)
      expect(written()[0]?.body).toContain('>true</enabled>')
      expect(written()).toMatchObject([{ lost: [], moved: [] }])
      await page.waitForFunction(() => [...document.querySelectorAll('input')].at(-1)?.checked)
      await page.reload()
      await until('it is still on', () => holiday.isChecked())

      const reboots = () => recorder.stats.requests.filter(({ path }) => path === '/ISAPI/System/reboot').length
      const button = page.getByRole('button', { name: 'Restart the recorder' })
      await button.click()
      const question = page.getByRole('dialog', { name: 'Restart “Shop”?' })
      await question.getByText('pause for about two minutes', { exact: false }).waitFor()
      await check(page)
      await question.getByRole('button', { name: 'Cancel' }).click()
      expect(reboots()).toBe(0)
      await button.click()
      await question.getByRole('button', { name: 'Restart', exact: true }).click()
      const restart = page.locator('section', { has: page.getByRole('heading', { name: 'Restart', exact: true }) })
      await restart.getByText('Restarting').waitFor()
      expect(await button.isDisabled()).toBe(true)
      await check(page)
      await until(
        'it is away',
        async () => (await stand.ask('GET', '/api/devices/1')).body.state.phase !== 'online',
        60_000,
      )
      // It comes back when this has been looked at.
      await recorder.unplug()
      await page.getByRole('link', { name: 'Overview', exact: true }).click()
      await page.locator('.device-state').getByText('Restarting').waitFor()
      expect(await page.getByText('Check its power', { exact: false }).count()).toBe(0)
      await page.locator('.tabs').getByRole('link', { name: 'System', exact: true }).click()
      await recorder.plug()
      await restart.getByText('Online').waitFor()
      await until('it can be restarted again', () => button.isEnabled())
      expect(reboots()).toBe(1)
      expect(complaints).toEqual([])

      await button.click()
      await question.getByRole('button', { name: 'Restart', exact: true }).click()
      await question.getByRole('alert').getByText('less than five minutes ago', { exact: false }).waitFor()
      expect(reboots()).toBe(1)
      expect(complaints.splice(0).filter((one) => !one.includes('429'))).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'an operator sees the states and switches nothing',
    async () => {
      await using seat = await stand.open('/devices/1/system', {}, OPERATOR)
      const { page, complaints } = seat
      await page.getByText('Holiday mode', { exact: true }).waitFor()
      await page.getByText('At rest').first().waitFor()
      expect(await page.getByRole('switch').count()).toBe(0)
      expect(await page.getByRole('button', { name: /^Restart/ }).count()).toBe(0)
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})
