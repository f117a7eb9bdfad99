// Spanish for how long alarms are kept, and how long they last.
import type { alarmSettingTexts as english } from '../en/alarm-settings.ts'
import type { Translation } from '../translation.ts'

export const alarmSettingTexts = {
  'settings.alarms': 'Alarmas',
  'settings.alarms.lead':
    'Las alarmas antiguas se van solas, y sus imágenes con ellas. Una alarma en curso se queda hasta que termina.',
  'settings.alarms.days': 'Conservarlas durante',
  'settings.alarms.days.some': { one: '{count} día', other: '{count} días' },
  'settings.alarms.count': 'Y no más de',
  'settings.alarms.count.help': 'Cuando hay más, se van primero las más antiguas.',
  'settings.alarms.saved': 'Cuánto se conservan las alarmas está guardado.',
  'settings.alarms.fewer.title': '¿Conservar menos alarmas?',
  'settings.alarms.fewer.text': 'Lo que sea más antiguo o sobre se elimina, con sus imágenes. No se puede deshacer.',
  'settings.alarms.fewer.do': 'Conservar menos',
  'settings.pictures': 'Imágenes',
  'settings.pictures.lead':
    'Imágenes que llegaron con alarmas y las que has guardado. Las más antiguas se van solas; las protegidas se quedan.',
  'settings.pictures.days': 'Conservar las imágenes durante',
  'settings.pictures.bytes': 'Y no más de esto en el disco',
  'settings.pictures.saved': 'Cuánto se conservan las imágenes está guardado.',
  'settings.pictures.fewer.title': '¿Conservar menos imágenes?',
  'settings.pictures.fewer.text':
    'Lo que sea más antiguo o sobre se elimina, salvo que esté protegido. No se puede deshacer.',
  'settings.hold': 'Cuánto dura una alarma',
  'settings.hold.lead':
    'Un grabador repite una alarma mientras sigue. Cuando no ha llegado nada durante estos segundos, ha terminado. Un campo vacío significa: lo habitual para este tipo. Con 0, solo la termina el propio grabador.',
  'settings.hold.usual': 'lo habitual',
  'settings.hold.wrong': 'Un número de segundos de 0 a 86 400, por favor.',
  'settings.hold.saved': 'Cuánto duran las alarmas está guardado.',
} satisfies Partial<Translation<typeof english>>
