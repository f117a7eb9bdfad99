// German for looking for cameras and recorders in the network.
import type { discoverTexts as english } from '../en/discover.ts'
import type { Translation } from '../translation.ts'

export const discoverTexts = {
  'discover.open': 'Netzwerk durchsuchen',
  'discover.title': 'Geräte finden',
  'discover.lead':
    'Porchlight fragt im eigenen Netzwerk, welche Kameras und Rekorder da sind (über ONVIF und auf Hikvisions eigene Weise). Ohne Auftrag meldet es sich bei keinem an.',
  'discover.do': 'Netzwerk durchsuchen',
  'discover.again': 'Noch einmal suchen',
  'discover.searching': 'Wird gesucht … Das dauert ein paar Sekunden.',
  'discover.before': 'Noch nicht gesucht',
  'discover.before.do':
    'Eine Suche fragt alles in diesem Netzwerk und dauert ein paar Sekunden. An den Geräten ändert sie nichts.',
  'discover.none': 'Nichts hat geantwortet',
  'discover.none.do':
    'Viele Kameras kommen mit ausgeschaltetem ONVIF und antworten dann nicht: Auf ihren eigenen Seiten lässt es sich einschalten. Jedes Gerät lässt sich über seine Adresse hinzufügen.',
  'discover.byHand': 'Über die Adresse hinzufügen',
  'discover.found': { one: '{count} Gerät hat geantwortet', other: '{count} Geräte haben geantwortet' },
  'discover.at': 'gesucht {time}',
  'discover.networks': 'Gefragt in diesen Netzwerken: {list}',
  'discover.list': 'Geräte, die geantwortet haben',
  'discover.pick': 'Alle neuen auswählen',
  'discover.fact.serial': 'Seriennummer {number}',
  'discover.here': 'Ist schon hier',
  'discover.here.open': '{name} öffnen',
  'discover.asleep':
    'Wurde noch nie eingerichtet. Die Adresse im Browser öffnen oder das Programm des Herstellers benutzen, ein Passwort vergeben und noch einmal suchen.',
  'discover.chosen': { one: '{count} Gerät', other: '{count} Geräte' },
  'discover.add': 'Hinzufügen …',
  'discover.tooMany': 'Höchstens {count} auf einmal.',
  'discover.added': 'Hinzugefügt',
  'discover.retry': 'Andere Zugangsdaten …',
  'discover.retry.of': 'Andere Zugangsdaten für {name}',
  'discover.form.one': '{name} hinzufügen',
  'discover.form.some': { one: '{count} Gerät hinzufügen', other: '{count} Geräte hinzufügen' },
  'discover.form.once':
    'Die Zugangsdaten werden bei jedem einmal versucht: Geräte sperren ein Konto nach wenigen falschen.',
  'discover.form.one.once': 'Die Zugangsdaten werden einmal versucht: Geräte sperren ein Konto nach wenigen falschen.',
  'discover.form.which': 'Welche',
  'discover.form.do': { one: 'Hinzufügen', other: 'Alle hinzufügen' },
  'discover.form.working': 'Bis das langsamste geantwortet hat, kann es eine Minute dauern.',
  'discover.done': {
    one: '{count} Gerät ist hinzugefügt. Die Kanäle erscheinen gleich.',
    other: '{count} Geräte sind hinzugefügt. Die Kanäle erscheinen gleich.',
  },
  'discover.brand.hikvision': 'Hikvision',
  'discover.brand.onvif': 'ONVIF',
} satisfies Partial<Translation<typeof english>>
