// From a topic and its payload to what a hub asks of us (DISCOVERY 17). Pure.
import type { HubCommand } from '../services/hub-commands.ts'
import { type CommandRow, commandOf } from './command-table.ts'

export interface Asked extends CommandRow, Pick<HubCommand, 'hubKey' | 'channelNo' | 'outputId' | 'kind'> {
  /** Where a switch shows what it is; null for a button. */
  stateTopic: string | null
}

/** Nobody presses a button with more. */
const LONGEST_PAYLOAD = 1024

/** What a hub publishes on is all that these match. */
export function commandFilters(root: string): string[] {
  return [`${root}/+/cmd/+`, `${root}/+/+/cmd/+`, `${root}/+/+/set`, `${root}/+/+/+/set`]
}

/** Whether a topic is one of those that commands come on, known or not. */
export function isCommandTopic(root: string, topic: string): boolean {
  if (!topic.startsWith(`${root}/`)) return false
  const levels = topic.slice(root.length + 1).split('/')
  if (levels.length < 3 || levels.length > 4) return false
  return levels.at(-1) === 'set' || levels.at(-2) === 'cmd'
}

/** What the topic stands for; null for one that no entity of ours has. */
export function askedBy(root: string, topic: string): Asked | null {
  if (!isCommandTopic(root, topic)) return null
  const levels = topic.slice(root.length + 1).split('/')
  const isSwitch = levels.at(-1) === 'set'
  const key = (isSwitch ? levels.at(-2) : levels.at(-1)) ?? ''
  const [place = '', channel, ...more] = levels.slice(0, -2)
  const channelNo = channel === undefined ? null : numberOf(channel)
  if (more.length || (channel !== undefined && channelNo === null)) return null
  const where = channel !== undefined ? 'channel' : place === 'bridge' ? 'bridge' : 'device'
  const row = commandOf(where, key)
  if (!row || (row.platform === 'switch') !== isSwitch) return null
  const hubKey = where === 'bridge' ? null : place
  return { ...row, hubKey, channelNo, stateTopic: isSwitch ? topic.slice(0, -'/set'.length) : null }
}

function numberOf(level: string): number | null {
  const [, number] = /^ch([1-9]\d{0,4})$/.exec(level) ?? []
  return number === undefined ? null : Number(number)
}

/** What a switch is to be, or true for a pressed button; null for a payload that means nothing. */
export function wordIn(platform: CommandRow['platform'], payload: Uint8Array): boolean | null {
  if (payload.length > LONGEST_PAYLOAD) return null
  if (platform === 'button') return true
  const word = Buffer.from(payload).toString('latin1').toUpperCase()
  return word === 'ON' ? true : word === 'OFF' ? false : null
}
