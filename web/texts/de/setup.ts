// German for the first minutes.
import type { setupTexts as english } from '../en/setup.ts'
import type { Translation } from '../translation.ts'

export const setupTexts = {
  'setup.title': 'Einrichten',
  'setup.lead': 'Geräte, ein Bild, die Zentrale: was die ersten Minuten brauchen, Schritt für Schritt.',
  'setup.begin': 'Schritt für Schritt einrichten',
  'setup.continue': 'Weiter einrichten',
  'setup.steps': 'Schritte',
  'setup.step.find': 'Geräte',
  'setup.step.picture': 'Bild',
  'setup.step.hub': 'Zentrale',
  'setup.step.done': 'Fertig',
  'setup.isDone': 'erledigt',
  'setup.next': 'Weiter',
  'setup.later': 'Später',
  'setup.end': 'Beenden',
  'setup.ended': 'Beendet. Die Suche findet es wieder unter „Einrichten“.',
  'setup.find': 'Welche Rekorder und Kameras gibt es?',
  'setup.refused':
    'Öffnen dieselben Zugangsdaten die eigene Seite des Geräts im Browser? Dort nachsehen, wie der Benutzer heißt und ob er gesperrt ist: Nach zu vielen Versuchen kommt eine halbe Stunde lang niemand hinein. Von selbst wird nichts noch einmal versucht.',
  'setup.picture': 'Bewegt sich ein Bild?',
  'setup.picture.camera': 'Kamera',
  'setup.picture.moves': '{camera} ist live.',
  'setup.picture.none': 'Noch kein bewegtes Bild.',
  'setup.picture.none.do':
    'Eine andere Kamera versuchen. Wenn keine kommt: Zeigt die eigene Seite des Geräts sie, darf der angegebene Benutzer sie live sehen, und ist dort RTSP (Port 554) eingeschaltet?',
  'setup.hub': 'Gibt es eine Smart-Home-Zentrale?',
  'setup.hub.none': 'Es gibt keine Zentrale',
  'setup.hub.inside': 'Eingebauten Broker nehmen',
  'setup.done': 'Wohin es von hier aus geht',
  'setup.done.open': 'Noch offen:',
  'setup.done.live': 'Alle Kameras nebeneinander.',
  'setup.done.playback': 'Was die Rekorder aufgezeichnet haben, Tag für Tag.',
  'setup.done.alarms': 'Was geschehen ist, und der Weg zu diesem Moment.',
  'setup.done.phone': 'Auf dem Telefon',
  'words.setup.title': 'assistent erste schritte anfangen beginnen installieren wizard',
} satisfies Partial<Translation<typeof english>>
