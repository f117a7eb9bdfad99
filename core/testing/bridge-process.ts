// The link to the hub in a process of its own, for the test that kills it while alarms are on.
import { startBridge } from './bridge-stand.ts'

const [, , url, database] = process.argv
const stand = startBridge({ url: url ?? null, ...(database ? { database } : {}) })
setInterval(() => {
  if (!stand.bridge.state().connected) return
  stand.say('motion')
  stand.say('line_crossing')
  stand.say('sound', true, 2)
}, 300)
