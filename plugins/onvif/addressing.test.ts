// WS-Addressing: whoever names an address in the head of a letter must say there what is asked, or strict cameras refuse it.
import { expect, test } from 'bun:test'
import { startMockup } from './strangers/mockup.ts'
import { connect } from './test-camera.ts'

test('each question to a pull point has the heads that WS-Addressing wants beside its address', async () => {
  await using camera = startMockup()
  const session = await connect({ url: camera.url, user: 'admin', password: 'secret' })
  camera.tell(2)
  let heard = 0
  for await (const _ of session.alarms!.watch()) if (++heard === 2) break
  await session.close()
  const spec = {
    PullMessages: 'http://www.onvif.org/ver10/events/wsdl/PullPointSubscription/PullMessagesRequest',
    Unsubscribe: 'http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/UnsubscribeRequest',
  }
  const letters = camera.asked.filter(({ letter }) => letter.includes('<a:To>'))
  const asked = [...new Set(letters.map(({ operation }) => operation))].sort()
  expect(asked).toEqual(['events.PullMessages', 'events.Unsubscribe'])
  for (const { operation, letter, soapAction } of letters) {
    const action = spec[operation.replace('events.', '') as keyof typeof spec]
    expect([operation, /<a:Action>([^<]*)</.exec(letter)?.[1], soapAction]).toEqual([operation, action, action])
  }
  const ids = letters.map(({ letter }) => /<a:MessageID>(urn:uuid:[0-9a-f-]{36})</.exec(letter)?.[1])
  expect(new Set(ids).size).toBe(letters.length)
  expect(ids).not.toContain(undefined)
})
