// Notifications as they stand in an answer to PullMessages.
import { type Xml, x, xa } from '../xml.ts'
import { type EventKind, TOPICS } from './topics.ts'

export interface Happening {
  kind: EventKind
  /** Of the lens, input or relay. */
  number: number
  on: boolean
  /** Of what crossed a line. */
  objectId: number
  operation: 'Initialized' | 'Changed' | 'Deleted'
  at: Date
}

const items = (list: Record<string, string>) =>
  Object.entries(list).map(([Name, Value]) => xa('tt:SimpleItem', { Name, Value }))

export function notification({ kind, number, on, objectId, operation, at }: Happening): Xml {
  const { topic, source, data, isProperty } = TOPICS[kind]
  const value = isProperty ? (kind === 'relay' ? (on ? 'active' : 'inactive') : String(on)) : String(objectId)
  return x(
    'wsnt:NotificationMessage',
    xa('wsnt:Topic', { Dialect: 'http://www.onvif.org/ver10/tev/topicExpression/ConcreteSet' }, topic),
    x(
      'wsnt:Message',
      xa(
        'tt:Message',
        { UtcTime: at.toISOString(), PropertyOperation: isProperty ? operation : undefined },
        x('tt:Source', items(source(number))),
        isProperty ? null : x('tt:Key'),
        x('tt:Data', items({ [data]: value })),
      ),
    ),
  )
}
