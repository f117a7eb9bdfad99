// German for what a device has switched: its inputs and outputs, its holiday, its restart.
import type { controlTexts as english } from '../en/controls.ts'
import type { Translation } from '../translation.ts'

export const controlTexts = {
  'controls.ports': 'Ein- und Ausgänge',
  'controls.inputs': 'Eingänge',
  'controls.outputs': 'Ausgänge',
  'controls.input.on': 'Aktiv',
  'controls.input.off': 'In Ruhe',
  'controls.on': 'An',
  'controls.off': 'Aus',
  'controls.untold': 'nicht genannt',
  'controls.unread': 'Noch nicht gelesen. Der nächste Abgleich fragt das Gerät.',
  'controls.outputs.help': 'Ein Ausgang, den das Gerät als Impuls schaltet, geht nach einem Moment von selbst zurück.',
  'controls.outputs.pulse': 'Es war ein Impuls: Der Ausgang ist wieder aus.',

  'controls.holidays': 'Feiertag',
  'controls.holiday': 'Feiertagsmodus',
  'controls.holiday.help': 'Schaltet den ersten Feiertag in der Liste des Geräts, mit dem Plan, den es dafür hat.',

  'controls.restart': 'Neustart',
  'controls.restart.lead': 'Ein Neustart dauert etwa zwei Minuten; Bilder und Aufzeichnung setzen so lange aus.',
  'controls.restart.recorder': 'Rekorder neu starten',
  'controls.restart.camera': 'Kamera neu starten',
  'controls.restart.unknown': 'Gerät neu starten',
  'controls.restart.title': '„{name}“ neu starten?',
  'controls.restart.text': 'Bilder und Aufzeichnung setzen etwa zwei Minuten aus, und so lange kommt kein Alarm an.',
  'controls.restart.do': 'Neu starten',
  'controls.restarting': 'Startet neu',
  'controls.restarting.note':
    'Bilder und Aufzeichnung kommen von selbst zurück, meist innerhalb von zwei Minuten. Es ist nichts zu tun.',
} satisfies Partial<Translation<typeof english>>
