// German for search and keys of the shell, and for what is installed.
import type { shellTexts as english } from '../en/shell.ts'
import type { Translation } from '../translation.ts'

export const shellTexts = {
  'nav.key': '{place} (G, dann {key})',

  'keys.open': 'Tasten',
  'keys.open.hint': 'Die Taste ? zeigt alle Tasten.',
  'keys.everywhere': 'Überall',
  'keys.go': 'Zu einer Seite gehen',
  'keys.or': 'oder',
  'keys.list': 'Tasten zeigen',
  'keys.name.space': 'Leertaste',
  'keys.name.enter': 'Eingabe',
  'keys.name.escape': 'Esc',
  'keys.name.delete': 'Entf',
  'keys.name.left': 'Pfeil links',
  'keys.name.right': 'Pfeil rechts',
  'keys.name.up': 'Pfeil oben',
  'keys.name.down': 'Pfeil unten',
  'keys.play': 'Abspielen oder anhalten',
  'keys.back': 'Zehn Sekunden zurück; mit Umschalt eine Minute',
  'keys.on': 'Zehn Sekunden vor; mit Umschalt eine Minute',
  'keys.above': 'Die Kamera darüber',
  'keys.below': 'Die Kamera darunter',
  'keys.alarm.next': 'Nächster Alarm',
  'keys.alarm.previous': 'Voriger Alarm',
  'keys.export': 'Markierten Abschnitt exportieren',
  'keys.unmark': 'Markierungen entfernen',
  'keys.live': 'Zum Live-Bild',
  'keys.sound': 'Ton an oder aus',

  'find.anything': 'Alles durchsuchen',
  'find.hint': 'Kameras, Seiten, Einstellungen …',
  'find.answers': { one: '{count} Treffer', other: '{count} Treffer' },
  'find.nothing': 'Nichts heißt „{typed}“.',
  'find.group.recent': 'Kürzlich',
  'find.group.cameras': 'Live',
  'find.group.walls': 'Bildwände',
  'find.group.footage': 'Aufzeichnungen',
  'find.group.devices': 'Rekorder und Kameras',
  'find.group.pages': 'Seiten',
  'find.group.people': 'Personen',
  'find.group.settings': 'Einstellungen',

  'app.unloaded.page': 'Diese Seite ließ sich nicht laden.',
  'app.unloaded.do':
    'Vielleicht ist eine neuere Version installiert, oder Porchlight ist gerade nicht erreichbar. Neu laden zeigt es.',
  'app.unloaded': 'Das ließ sich nicht laden. Läuft Porchlight?',
} satisfies Partial<Translation<typeof english>>
