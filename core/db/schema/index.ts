// Every table.
export * from './alarms.ts'
export * from './appliance.ts'
export * from './device-data.ts'
export * from './devices.ts'
export * from './footage.ts'
export * from './people.ts'
export * from './recordings.ts'
export * from './webhooks.ts'
