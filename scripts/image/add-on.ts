// Home Assistant's add-on: its Dockerfile built from the folder that people copy, and started as the supervisor starts it.
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { layOutAddOn } from '../binary/add-on.ts'
import type { Builder } from './builder.ts'
import { bytesOf, megabytes } from './contents.ts'
import { makeVolume, start, stop } from './running.ts'
import { fieldOf, firstOf, must, type Place } from './shut-in.ts'
import { root } from './steps.ts'
import type { Table } from './table.ts'

/** `programs`: the executables that lie in the folder. */
export async function addOn(builder: Builder, store: string, programs: string[], { row, line }: Table): Promise<void> {
  const folder = join(store, 'add-on')
  const image = await row(
    'amd64',
    'add-on',
    async () => {
      await layOutAddOn(root, folder, programs)
      return builder.build({ arch: 'amd64', from: folder })
    },
    () => 'its Dockerfile was run step by step, in the folder that people copy',
  )
  if (!image) return
  await row('amd64', 'add-on, size', async () => megabytes(await bytesOf(image.folder)))
  await row('amd64', 'add-on, starts', () => starts({ image, data: makeVolume(store), asRoot: true }))
  line('skipped', 'arm64', 'add-on', 'the same steps on a Pi')
}

/** Options and a token as the supervisor has them. A broker is named, since nobody is there who could be asked for one. */
async function starts(place: Place): Promise<string> {
  const options = { log_level: 'debug', mqtt_url: 'mqtt://127.0.0.1:9' }
  writeFileSync(join(place.data, 'options.json'), JSON.stringify(options), { mode: 0o600 })
  // Empty is not set: where its data are it must know by itself.
  await using appliance = await start(place, { SUPERVISOR_TOKEN: 'a token', PORCHLIGHT_DATA: '' })
  const pid = firstOf(appliance.pid)
  must(fieldOf(pid, 'Uid') === '1000', 'The add-on has not left root')
  must(/^0+$/.test(fieldOf(pid, 'CapEff') ?? '1'), 'The add-on has kept rights of root')
  await appliance.signIn()
  const database = statSync(join(place.data, 'porchlight/porchlight.db'))
  must(database.uid === 1000, `The database of the add-on belongs to user ${database.uid}`)
  await stop(appliance, 'SIGTERM')
  return "begins as root with the supervisor's options, becomes user 1000, finds Debian's FFmpeg, makes the first account and ends"
}
