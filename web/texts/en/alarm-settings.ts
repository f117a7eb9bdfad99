// English for how long alarms are kept, and how long they last.

export const alarmSettingTexts = {
  'settings.alarms': 'Alarms',
  'settings.alarms.lead':
    'Old alarms go by themselves, and their pictures with them. An alarm that goes on stays until it has ended.',
  'settings.alarms.days': 'Keep them for',
  'settings.alarms.days.some': { one: '{count} day', other: '{count} days' },
  'settings.alarms.count': 'And not more than',
  'settings.alarms.count.help': 'When there are more, the oldest go first.',
  'settings.alarms.saved': 'How long alarms are kept is saved.',
  'settings.alarms.fewer.title': 'Keep fewer alarms?',
  'settings.alarms.fewer.text': 'What is older or too many is removed, with its pictures. This cannot be undone.',
  'settings.alarms.fewer.do': 'Keep fewer',
  'settings.pictures': 'Pictures',
  'settings.pictures.lead':
    'Pictures that came with alarms and those that you kept. The oldest go by themselves; protected ones stay.',
  'settings.pictures.days': 'Keep pictures for',
  'settings.pictures.bytes': 'And not more than this on the disk',
  'settings.pictures.saved': 'How long pictures are kept is saved.',
  'settings.pictures.fewer.title': 'Keep fewer pictures?',
  'settings.pictures.fewer.text':
    'What is older or too much is removed, unless it is protected. This cannot be undone.',
  'settings.hold': 'How long an alarm lasts',
  'settings.hold.lead':
    'A recorder repeats an alarm while it goes on. When nothing has come for so many seconds, it has ended. An empty field means: as is usual for this kind. With 0 only the recorder itself ends it.',
  'settings.hold.usual': 'as usual',
  'settings.hold.wrong': 'A number of seconds from 0 to 86,400, please.',
  'settings.hold.saved': 'How long alarms last is saved.',
} as const
