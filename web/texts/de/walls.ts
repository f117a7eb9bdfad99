// German for walls of live pictures.
import type { wallTexts as english } from '../en/walls.ts'
import type { Translation } from '../translation.ts'

export const wallTexts = {
  'live.keys.move': 'Zum Bild daneben',
  'live.keys.open': 'Dieses Bild groß öffnen',

  'activity.field.columns': 'Nebeneinander',
  'activity.field.cameras': 'Kameras',

  'walls.choose': 'Welche Bilder',
  'walls.choice.all': 'Alle Kameras',
  'walls.choice.own': 'Eigene Bildwand',
  'walls.choice.gone': 'Nicht mehr da',
  'walls.group.own': 'Eigene Bildwände',
  'walls.group.recorders': 'Rekorder',
  'walls.group.tags': 'Schlagwörter',
  'walls.missing': 'Diese Bildwand gibt es hier nicht',
  'walls.missing.do': 'Sie wurde entfernt oder gehört jemand anderem: Alle haben ihre eigenen Bildwände.',
  'walls.empty': 'Auf dieser Bildwand ist kein Bild',
  'walls.empty.do': 'Kameras daraufsetzen: Beim Anordnen stehen sie darunter.',
  'walls.none': 'Hier ist gerade kein Bild',
  'walls.none.do': 'Keine Kamera in Gebrauch gehört zu diesem Rekorder oder trägt dieses Schlagwort.',

  'walls.make': 'Eigene Bildwand anlegen',
  'walls.make.text': {
    one: 'Sie beginnt mit der Kamera, die jetzt zu sehen ist. Danach lassen sich weitere hinzufügen.',
    other:
      'Sie beginnt mit den {count} Kameras, die jetzt zu sehen sind. Danach lassen sie sich ordnen, herausnehmen und um andere ergänzen.',
  },
  'walls.make.do': 'Bildwand anlegen',
  'walls.name': 'Name der Bildwand',
  'walls.name.example': 'Vor dem Haus',
  'walls.renamed': 'Bildwand umbenannt',
  'walls.remove': 'Diese Bildwand entfernen',
  'walls.removed': 'Bildwand „{name}“ entfernt',

  'walls.arrange': 'Diese Bildwand anordnen',
  'walls.arranging': '„{name}“ wird angeordnet',
  'walls.arrange.help':
    'Ein Bild an seinem Griff an seinen Platz ziehen. Mit der Tastatur: Leertaste auf dem Griff nimmt es auf, Pfeiltasten bewegen es, Leertaste legt es ab.',
  'walls.arranged': 'Bildwand angeordnet',
  'walls.columns': 'Nebeneinander',
  'walls.columns.auto': 'So groß wie möglich',
  'walls.done': 'Fertig',
  'walls.move': '{channel} verschieben',
  'walls.takeOut': '{channel} herausnehmen',
  'walls.takenOut': '{channel} herausgenommen',
  'walls.leftOut': 'Nicht auf dieser Bildwand',
  'walls.add': '{channel} auf die Bildwand setzen',
  'walls.putIn': '{channel} ist auf der Bildwand',
  'walls.say.held':
    '{channel} ist aufgenommen, Platz {place} von {count}. Pfeiltasten bewegen es, Leertaste legt es ab, Escape legt es zurück.',
  'walls.say.moved': '{channel}, Platz {place} von {count}',
  'walls.say.put': '{channel} abgelegt, Platz {place} von {count}',
  'walls.say.back': '{channel} liegt wieder an Platz {place} von {count}',

  'walls.screen': 'Nur Bilder, für einen Bildschirm an der Wand',
  'walls.screen.of': 'Nur Bilder: {name}',
  'walls.screen.leave': 'Zurück zur Seite',
  'walls.screen.before': 'Vorige Bilder',
  'walls.screen.next': 'Nächste Bilder',
  'walls.screen.page': '{page} von {pages}',
  'walls.screen.each': 'Bilder zugleich',
  'walls.screen.fitting': 'So viele, wie passen',
  'walls.screen.pictures': { one: '{count} Bild', other: '{count} Bilder' },
  'walls.screen.every': 'Nächste Bilder kommen',
  'walls.screen.seconds': { one: 'jede Sekunde', other: 'alle {count} Sekunden' },
  'walls.screen.byHand': 'beim Blättern',
  'walls.screen.sleeps':
    'Dieser Bildschirm kann von selbst dunkel werden. Browser lassen ihn eine Seite nur über HTTPS wach halten; sonst am Tablet einstellen.',
  'walls.screen.sleeps.ok': 'Verstanden',
} satisfies Partial<Translation<typeof english>>
