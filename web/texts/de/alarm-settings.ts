// German for how long alarms are kept, and how long they last.
import type { alarmSettingTexts as english } from '../en/alarm-settings.ts'
import type { Translation } from '../translation.ts'

export const alarmSettingTexts = {
  'settings.alarms': 'Alarme',
  'settings.alarms.lead':
    'Alte Alarme gehen von selbst, und ihre Bilder mit ihnen. Ein Alarm, der andauert, bleibt, bis er vorbei ist.',
  'settings.alarms.days': 'Behalten für',
  'settings.alarms.days.some': { one: '{count} Tag', other: '{count} Tage' },
  'settings.alarms.count': 'Und nicht mehr als',
  'settings.alarms.count.help': 'Sind es mehr, gehen die ältesten zuerst.',
  'settings.alarms.saved': 'Wie lange Alarme bleiben, ist gespeichert.',
  'settings.alarms.fewer.title': 'Weniger Alarme behalten?',
  'settings.alarms.fewer.text':
    'Was älter oder zu viel ist, wird mit seinen Bildern entfernt. Das lässt sich nicht rückgängig machen.',
  'settings.alarms.fewer.do': 'Weniger behalten',
  'settings.pictures': 'Bilder',
  'settings.pictures.lead':
    'Bilder, die mit Alarmen kamen, und selbst aufbewahrte. Die ältesten gehen von selbst; geschützte bleiben.',
  'settings.pictures.days': 'Bilder behalten für',
  'settings.pictures.bytes': 'Und nicht mehr als dies auf der Festplatte',
  'settings.pictures.saved': 'Wie lange Bilder bleiben, ist gespeichert.',
  'settings.pictures.fewer.title': 'Weniger Bilder behalten?',
  'settings.pictures.fewer.text':
    'Was älter oder zu viel ist, wird entfernt, außer es ist geschützt. Das lässt sich nicht rückgängig machen.',
  'settings.hold': 'Wie lange ein Alarm dauert',
  'settings.hold.lead':
    'Ein Rekorder wiederholt einen Alarm, solange er andauert. Kommt so viele Sekunden lang nichts mehr, ist er vorbei. Ein leeres Feld heißt: wie für diese Art üblich. Mit 0 beendet ihn nur der Rekorder selbst.',
  'settings.hold.usual': 'wie üblich',
  'settings.hold.wrong': 'Bitte eine Zahl von Sekunden von 0 bis 86.400.',
  'settings.hold.saved': 'Wie lange Alarme dauern, ist gespeichert.',
} satisfies Partial<Translation<typeof english>>
