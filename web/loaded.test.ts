// What is asked for again and again: the newest answer counts, and nothing of whoever was here before.
import { expect, test } from 'bun:test'
import type { Answer } from './client.ts'
import { createRenewed } from './loaded.ts'

/** An appliance that answers when and as the test says. */
function house() {
  const answers: ((answer: Answer<string>) => void)[] = []
  const list = createRenewed<string>(() => new Promise((answer) => answers.push(answer)))
  return {
    list,
    answer: (number: number, data: string) => answers[number]?.({ kind: 'ok', data }),
    refuse: (number: number) =>
      answers[number]?.({ kind: 'fault', fault: { status: 503, message: 'Busy', problems: [] } }),
  }
}

test('an answer that comes after a newer one takes nothing back', async () => {
  const { list, answer, refuse } = house()
  const asked = [list.load(), list.load(), list.load()]
  answer(1, 'two cameras')
  await asked[1]
  expect(list.state.value).toEqual({ phase: 'ready', value: 'two cameras' })
  answer(0, 'one camera')
  refuse(2)
  await Promise.all(asked)
  expect(list.state.value).toEqual({ phase: 'ready', value: 'two cameras' })
})

test('a fault is shown where there is nothing else, and gives way to what is there', async () => {
  const { list, answer, refuse } = house()
  const first = list.load()
  refuse(0)
  await first
  expect(list.state.value.phase).toBe('fault')
  const second = list.load()
  answer(1, 'two cameras')
  await second
  list.change((value) => `${value} and a bell`)
  expect(list.state.value).toEqual({ phase: 'ready', value: 'two cameras and a bell' })
})

test('what somebody did is newer than what was asked for before it', async () => {
  const { list, answer } = house()
  const before = list.load()
  list.put('three cameras')
  answer(0, 'two cameras')
  await before
  expect(list.state.value).toEqual({ phase: 'ready', value: 'three cameras' })
})

test('what was on its way for one person does not come to the next', async () => {
  const { list, answer } = house()
  const before = list.load()
  list.forget()
  const own = list.load()
  answer(1, 'his own')
  await own
  answer(0, 'of another household')
  await before
  expect(list.state.value).toEqual({ phase: 'ready', value: 'his own' })
  list.forget()
  expect(list.state.value).toEqual({ phase: 'loading' })
})
