// German for the timeline of a day and for playing footage.
import type { dayTexts as english } from '../en/day.ts'
import type { Translation } from '../translation.ts'

export const dayTexts = {
  'day.at': '{day}, {time}',
  'day.title': 'Wiedergabe von {channel}',
  'day.month': 'Zum Monat',
  'day.gone': 'Diesen Kanal gibt es hier nicht.',
  'day.gone.do': 'Vielleicht wurde er entfernt, oder er hat keine Aufzeichnungen, die Sie abspielen dürfen.',
  'day.picture': 'Aufzeichnung von {channel}',
  'day.channels': 'Kanäle',
  'day.choose': 'Kanäle wählen',
  'day.moment': 'Zeitpunkt',
  'day.controls': 'Abspielen',
  'day.clock': 'Die Zeiten sind die des Rekorders.',
  'day.keys':
    'Die Leertaste spielt ab und hält an, die Pfeile gehen 10 Sekunden, mit Umschalt eine Minute. [ und ] markieren einen Abschnitt, E exportiert ihn, + und − zoomen, N und P gehen von Alarm zu Alarm, L geht zum Live-Bild.',

  'day.legend': 'Was die Spuren zeigen',
  'day.legend.footage': 'aufgezeichnet',
  'day.legend.motion': 'nur bei Bewegung',
  'day.legend.gap': 'fehlt',
  'day.legend.copy': 'unsere Kopie',

  'day.starting': 'Der Rekorder wird gefragt …',
  'day.waiting': 'Warten auf den Rekorder …',
  'day.ended': 'Danach ist nichts aufgezeichnet.',
  'day.from.copy': 'unsere Kopie',
  'day.from.recorder': 'vom Rekorder',

  'day.play': 'Abspielen',
  'day.pause': 'Pause',
  'day.back': 'Zehn Sekunden zurück',
  'day.forward': 'Zehn Sekunden vor',
  'day.rate': 'Tempo',
  'day.live': 'Live',
  'day.zoom.in': 'Näher',
  'day.zoom.out': 'Weiter weg',
  'day.alarm': '{kind} um {time}',
  'day.alarms': { one: '{first} und {count} weiterer Alarm', other: '{first} und {count} weitere Alarme' },
  'day.gap': '{cause}: nicht aufgezeichnet von {from} bis {to}',

  'gaps.cause.clock_jump': 'Die Uhr ist gesprungen',
  'gaps.cause.device_offline': 'Rekorder weg',
  'gaps.cause.disk_error': 'Festplattenfehler',
  'gaps.cause.no_video': 'Kein Bild von der Kamera',
  'gaps.cause.motion_only': 'Zeichnet nur bei Bewegung auf',
  'gaps.cause.unknown': 'Ursache nicht bekannt',

  'day.mark.from': 'Abschnitt beginnt hier',
  'day.mark.to': 'Abschnitt endet hier',
  'day.export': 'Exportieren',
  'day.export.key': 'Markierten Abschnitt exportieren (E)',
  'day.export.title': 'Diesen Abschnitt exportieren',
  'day.export.as': 'Als',
  'day.export.film': 'Ein Film',
  'day.export.clips': 'Die Clips des Rekorders',
  'day.export.film.note':
    'Ein MP4 vom Schlüsselbild vor dem Anfang bis zum Ende, nicht neu kodiert. Es wird bei den Aufnahmen aufbewahrt und lässt sich dort speichern.',
  'day.export.clips.note': 'Jeder Clip, der den Abschnitt berührt, wird ganz geholt und bei den Aufnahmen aufbewahrt.',
  'day.export.from': 'Von',
  'day.export.to': 'Bis',
  'day.export.length': 'Länge',
  'day.export.queued': 'Es entsteht gerade. Die Zeile oben sagt, wie weit es ist.',
  'day.export.unmarked': 'Zuerst mit [ und ] markieren, wo der Abschnitt beginnt und endet.',
} satisfies Partial<Translation<typeof english>>
