// German for the calendar of what the recorders have.
import type { playbackTexts as english } from '../en/playback.ts'
import type { Translation } from '../translation.ts'

export const playbackTexts = {
  'nav.playback': 'Wiedergabe',

  'playback.month': 'Monat',
  'playback.before': 'Monat davor',
  'playback.after': 'Monat danach',
  'playback.today': 'Dieser Monat',
  'playback.table': 'Was im {month} aufgezeichnet ist',
  'playback.channel': 'Kanal',
  'playback.reading': 'Wird gelesen …',
  'playback.reading.help': 'Der Rekorder wird gefragt, was von diesem Monat noch fehlt. Es erscheint hier von selbst.',
  'playback.away': 'Weg: Zu sehen ist, was bekannt ist',
  'playback.fault': 'Ließ sich nicht laden',
  'playback.no.channels': 'Kein Kanal, den Sie abspielen dürfen.',

  'playback.none': 'Noch kein Rekorder',
  'playback.none.do': 'Einen hinzufügen, dann erscheint hier jeder Tag, den er aufgezeichnet hat.',
  'playback.without': 'Keine Aufzeichnung zum Abspielen',
  'playback.without.do':
    'Keines der Geräte zeichnet selbst auf und berichtet davon, oder seine Aufzeichnungen dürfen Sie nicht abspielen.',
  'playback.without.record': 'Porchlight aufnehmen lassen',

  'playback.legend': 'Was die Felder bedeuten',
  'playback.legend.less': 'weniger',
  'playback.legend.more': 'mehr aufgezeichnet',
  'playback.legend.missing': 'vorgesehen, fehlt aber',
  'playback.legend.unread': 'aufgezeichnet, Menge noch nicht gelesen',
  'playback.legend.keys': 'Die Pfeiltasten gehen von Tag zu Tag, die Eingabetaste öffnet einen.',

  'playback.cell.day': '{day}: {words}',
  'playback.cell.share': '{length} von 24 h',
  'playback.cell.missing': '{words}, {length} des Zeitplans fehlen',
  'playback.cell.nothing': 'nichts aufgezeichnet',
  'playback.cell.absent': 'nichts aufgezeichnet, obwohl vorgesehen',
  'playback.cell.unread': 'aufgezeichnet, Menge noch nicht gelesen',
  'playback.cell.unknown': 'nicht bekannt',
  'playback.cell.future': 'kommt noch',

  'playback.hours': '{hours} h',
  'playback.hoursMinutes': '{hours} h {minutes} min',
  'playback.minutes': '{minutes} min',
  'playback.underMinute': 'unter einer Minute',

  'playback.day.close': 'Diesen Tag schließen',
  'playback.day.before': 'Tag davor',
  'playback.day.after': 'Tag danach',
  'playback.day.clock': 'Die Zeiten sind die des Rekorders.',
  'playback.day.ranges': 'Aufgezeichnet',
  'playback.day.count': { one: '{count} Abschnitt', other: '{count} Abschnitte' },
  'playback.day.range': '{from} bis {to}',
  'playback.day.length': '({length})',
  'playback.day.others': 'Die anderen Kanäle',
} satisfies Partial<Translation<typeof english>>
