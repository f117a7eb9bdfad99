// `porchlight check`: what works here and what does not, and what to do about it.
import { join } from 'node:path'
import { type Config, readConfig } from '../../config.ts'
import { isInUse } from '../../db/look.ts'
import { obstacleAt } from '../../db/obstacles.ts'
import { profilesOf } from '../../http/dialect-port.ts'
import type { Plugin } from '../../plugin/index.ts'
import { version } from '../../version.ts'
import { say, type Words } from '../words.ts'
import { type Finding, fine, skipped, table, wrong } from './finding.ts'
import { database, dataFolder, secretKey, storageFolder } from './house.ts'
import { certificate, clock, ffmpeg, ports } from './machine.ts'
import { broker, devices, ownBroker } from './reach.ts'
import { readStored, type Stored } from './stored.ts'

/** Changes nothing, also beside a running appliance. The exit code is 1 when something does not work. */
export async function check({ flags }: Words, plugins: readonly Plugin[]): Promise<number> {
  const findings = await everything(plugins)
  const works = findings.every(({ state }) => state !== 'wrong')
  if (flags.has('json')) say(JSON.stringify({ version, works, findings }, null, 2))
  else say(`Porchlight ${version}\n\n${table(findings)}`)
  return works ? 0 : 1
}

async function everything(plugins: readonly Plugin[]): Promise<Finding[]> {
  let config: Config
  try {
    config = readConfig(process.env, profilesOf(plugins))
  } catch (error) {
    const lines = (error as Error).message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
    return [wrong('Configuration', lines.join('; '), 'Mend these variables, then look again'), await ffmpeg()]
  }
  const now = () => new Date()
  const [house, stored, isRunning] = lookedAt(config, now)
  return [
    fine('Configuration', 'can be read'),
    ...house,
    ...(await Promise.all((stored?.folders ?? []).map(storageFolder))),
    await ffmpeg(),
    clock(now(), stored?.newest ?? null),
    certificate(config, now()),
    ...(await ports(config, isRunning)),
    ...(stored ? await reachable(stored, isRunning, now) : []),
  ]
}

/** What cannot even be looked at is a finding, too, and the others are still told. */
function lookedAt(config: Config, now: () => Date): [Finding[], Stored | null, isRunning: boolean] {
  const { data } = config
  try {
    return [...ofHouse(config, now), isInUse(data)]
  } catch (error) {
    const lock = join(data, 'lock')
    const { found, todo } = obstacleAt(error, data, lock) ?? {
      found: `${data}: ${(error as Error).message}`,
      todo: `Look whether whoever runs Porchlight may read ${data}, and whether its disk is well`,
    }
    return [[wrong('Data folder', found, todo)], null, false]
  }
}

function ofHouse(config: Config, now: () => Date): [Finding[], Stored | null] {
  const folder = dataFolder(config.data)
  const { finding, isReadable } = database(config.data)
  if (finding.state === 'skipped') return [[folder, finding], null]
  // Of what is no database nobody can say under which key it is; and nothing can be restored into a folder that is not well.
  if (finding.state === 'wrong')
    return [
      [
        folder,
        folder.state === 'wrong' ? { ...finding, todo: 'Mend the data folder first, then look again' } : finding,
      ],
      null,
    ]
  const key = secretKey(config)
  const canRead = isReadable && key.state !== 'wrong'
  return [[folder, key, finding], canRead ? readStored(config, now) : null]
}

async function reachable(stored: Stored, isRunning: boolean, now: () => Date): Promise<Finding[]> {
  const { ownBrokerPort } = stored
  const ofBroker = ownBrokerPort === null ? broker(stored.broker, now) : ownBroker(ownBrokerPort, isRunning)
  const [first, others] = await Promise.all([ofBroker, devices(stored.devices)])
  return [first, ...(others.length ? others : [skipped('Devices', 'there are none yet')])]
}
