// The link to the hub in a process of its own, for the test that kills it while an alarm is on.
import { startBridge } from './bridge-stand.ts'

const [, , url, database] = process.argv
const stand = startBridge({ url: url ?? null, ...(database ? { database } : {}) })
setInterval(() => stand.bridge.state().connected && stand.say('motion'), 300)
