// German for backups, and for the secret key.
import type { backupTexts as english } from '../en/backup.ts'
import type { Translation } from '../translation.ts'

export const backupTexts = {
  backup: 'Sicherung',
  'backup.lead':
    'Eine Sicherung enthält alles, was Porchlight weiß: Rekorder mit ihren Passwörtern, Personen, Einstellungen, Alarme und die Liste der Aufnahmen. Ohne ihren Kennsatz liest niemand die Passwörter darin, und niemand kann ihn herausfinden: ihn anderswo aufbewahren. Sicherungen am besten auf einer anderen Maschine speichern.',
  'backup.empty': 'Es gibt noch keine Sicherung.',
  'backup.of': 'Erstellt {time}',
  'backup.withFiles': 'mit Aufnahmen und Bildern',
  'backup.withoutFiles': 'ohne Aufnahmen und Bilder',
  'backup.devices': { one: '{count} Gerät', other: '{count} Geräte' },
  'backup.odd': 'Eine Datei, die sich nicht wiederherstellen lässt',
  'backup.save': 'Sicherung speichern, erstellt {time}',
  'backup.restore': 'Sicherung wiederherstellen, erstellt {time}',
  'backup.remove': 'Sicherung entfernen, erstellt {time}',
  'backup.remove.text': 'Die Datei ist dann weg. Was Porchlight weiß, bleibt, wie es ist.',
  'backup.removed': 'Die Sicherung ist entfernt.',
  'backup.make': 'Sicherung erstellen',
  'backup.make.do': 'Erstellen',
  'backup.made': 'Die Sicherung ist erstellt und zur Probe gelesen: Sie ist gut.',
  'backup.bring': 'Sicherung hierher bringen',
  'backup.brought': 'Die Sicherung ist hier.',
  'backup.passphrase': 'Kennsatz',
  'backup.passphrase.help': 'Mindestens 10 Zeichen; ein paar Wörter, die auch in Jahren noch bekannt sind.',
  'backup.files': 'Mit Aufnahmen und Bildern',
  'backup.files.help': 'Die Datei wird so groß wie diese. Ohne sie weiß sie nur, was es gab.',
  'backup.restore.title': 'Diese Sicherung wiederherstellen?',
  'backup.restore.text':
    'Sie wird jetzt geprüft und entpackt. Beim nächsten Start tritt sie an die Stelle von allem, was Porchlight heute weiß; das bleibt im Datenordner erhalten. Danach melden sich alle neu an, mit den Passwörtern von damals.',
  'backup.restore.do': 'Wiederherstellen',
  'backup.waits': 'Die Sicherung, erstellt {time}, tritt beim nächsten Start an ihre Stelle.',
  'backup.restart': 'Jetzt neu starten',
  'backup.restarting': 'Porchlight startet neu. Diese Seite kommt von selbst zurück.',
  'backup.forget': 'Nicht wiederherstellen',
  'backup.forgotten': 'Es wird nichts wiederhergestellt.',
  'backup.key': 'Ein anderer geheimer Schlüssel',
  'backup.key.lead':
    'Für den Fall, dass eine Kopie des Datenordners in anderen Händen sein könnte. Alle gespeicherten Passwörter werden mit einem anderen Schlüssel neu geschrieben, und alle melden sich neu an. Auch die Passwörter der Rekorder ändern: Wer diese Kopie hat, kann sie lesen.',
  'backup.key.do': 'Geheimen Schlüssel wechseln',
  'backup.key.title': 'Den geheimen Schlüssel wechseln?',
  'backup.key.text':
    'Alle werden abgemeldet, auch dieser Browser. Frühere Sicherungen öffnen sich weiter mit ihrem Kennsatz.',
} satisfies Partial<Translation<typeof english>>
