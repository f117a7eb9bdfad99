// German for what Porchlight records itself.
import type { recorderTexts as english } from '../en/recorder.ts'
import type { Translation } from '../translation.ts'

export const recorderTexts = {
  'playback.tab.recorder': 'Mitschnitt',

  'recorder.lead':
    'Was Porchlight selbst auf die eigene Festplatte aufnimmt: von Kameras ohne Rekorder oder neben einem. Es holt dafür keinen zweiten Stream von der Kamera.',
  'recorder.none': 'Keine Kamera mit einem Live-Bild',
  'recorder.none.do': 'Eine Kamera oder einen Rekorder hinzufügen, dann lässt sich hier davon aufnehmen.',
  'recorder.is.off': 'Hier nicht aufgenommen',
  'recorder.is.continuous': 'Immer aufgenommen',
  'recorder.is.alarm': 'Rund um Alarme aufgenommen ({kinds}), von {before} davor bis {after} danach',
  'recorder.is.schedule': 'Aufgenommen: {times}',
  'recorder.is.schedule.alarm': 'Rund um Alarme: {times}',
  'recorder.keep.for': { one: '{count} Tag aufbewahrt', other: '{count} Tage aufbewahrt' },
  'recorder.now.nothing': 'Zurzeit wird nichts aufgenommen',
  'recorder.now.wait': 'Wartet auf einen Alarm',
  'recorder.now.record': 'Nimmt auf seit {time}',
  'recorder.now.begins': 'Beginnt',
  'recorder.edit': 'Was von {name} aufgenommen wird',
  'recorder.edit.some': 'Was aufgenommen wird',
  'recorder.saved': 'Gespeichert.',

  'recorder.title.one': 'Was von {name} aufgenommen wird',
  'recorder.title.some': {
    one: 'Was von {count} Kamera aufgenommen wird',
    other: 'Was von {count} Kameras aufgenommen wird',
  },
  'recorder.replaces': 'Es ersetzt, was diese Kameras jetzt haben.',
  'recorder.mode': 'Aufnehmen',
  'recorder.mode.off': 'Nichts',
  'recorder.mode.continuous': 'Immer',
  'recorder.mode.alarm': 'Rund um Alarme',
  'recorder.mode.schedule': 'Zu bestimmten Zeiten',
  'recorder.record': 'In diesen Zeiten',
  'recorder.record.continuous': 'Alles',
  'recorder.record.alarm': 'Nur rund um Alarme',
  'recorder.length': 'Länge einer Datei',
  'recorder.keep': 'Behalten für',
  'recorder.keep.always': 'Immer',
  'recorder.days': { one: '{count} Tag', other: '{count} Tage' },
  'recorder.less': 'Aufnahmen, die danach zu alt oder zu viele sind, werden bald nach dem Speichern entfernt.',
  'recorder.room':
    'Ein Gigabyte der Festplatte bleibt frei (bei einer kleinen weniger), oder was unter System, Speicher eingestellt ist: Vorher gehen die ältesten Aufnahmen aller Kameras. Was geschützt ist, bleibt.',
  'recorder.problem.kinds': 'Eine Art von Alarm auswählen.',
  'recorder.problem.days': 'Für jede Zeit einen Tag auswählen.',
  'recorder.problem.times': 'Angeben, wann jede Zeit beginnt und endet.',
} satisfies Partial<Translation<typeof english>>
