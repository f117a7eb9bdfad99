// One round over a restreamer's paths, and what is remembered of it.
import { expect, test } from 'bun:test'
import { Fault } from '../../domain/fault.ts'
import { emptyMemory, goRound } from './round.ts'

test('what it did not take is forgotten with the camera that it was of', async () => {
  const offered: string[] = []
  const restreamer = {
    list: async () => new Map<string, string>(),
    async put(name: string) {
      offered.push(name)
      throw new Fault('invalid-input', 'It takes no such address')
    },
    async remove() {},
  }
  const memory = emptyMemory()
  const round = (names: string[]) => {
    const wanted = names.map((name) => ({ name, deviceId: 1, address: `rtsp://192.0.2.1/${name}` }))
    return goRound(restreamer, wanted, { isOurs: () => true }, memory, new AbortController().signal)
  }
  await round(['shed', 'gate'])
  await round(['gate'])
  expect([...memory.untaken.keys()]).toEqual(['gate'])
  expect(offered).toEqual(['shed', 'gate'])
})
