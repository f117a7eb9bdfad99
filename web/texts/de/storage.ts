// German for the disks that Porchlight records to: how full they are, for how long still, and their limits.
import type { storageTexts as english } from '../en/storage.ts'
import type { Translation } from '../translation.ts'

export const storageTexts = {
  'machine.tab.storage': 'Speicher',

  'storage.outlook': 'Wie weit er reicht',
  'storage.outlook.kept': '{size} Aufnahmen von {count}',
  'storage.outlook.cameras': { one: '{count} Kamera', other: '{count} Kameras' },
  'storage.full.never':
    'So wie es eingestellt ist, werden die Festplatten nicht voll: Die ältesten Aufnahmen machen rechtzeitig Platz.',
  'storage.full.nothing': 'Zurzeit kommt nichts von selbst hinzu, also wird keine Festplatte voll.',
  'storage.full.now':
    'Eine Festplatte ist voll: Die ältesten Aufnahmen machen Platz, und wo alle geschützt sind, endet die Aufnahme.',
  'storage.full.today': 'Heute wird eine Festplatte voll, wenn es weitergeht wie in den letzten sieben Tagen.',
  'storage.full.days': {
    one: 'In {count} Tag ({day}) ist eine Festplatte voll, wenn es weitergeht wie in den letzten sieben Tagen.',
    other: 'In {count} Tagen ({day}) ist eine Festplatte voll, wenn es weitergeht wie in den letzten sieben Tagen.',
  },
  'storage.full.then': 'Von da an machen die ältesten Aufnahmen darauf Platz. Was geschützt ist, bleibt.',
  'storage.perDay': '{size} pro Tag',

  'storage.folders': 'Wo Aufnahmen liegen',
  'storage.folders.lead':
    'Aufnahmen lassen sich auf mehrere Festplatten verteilen: jeder hier einen Ordner geben und ihn unter Wiedergabe, Mitschnitt für eine Kamera wählen.',
  'storage.folder.own': 'Datenordner',
  'storage.folder.state.ok': 'Da',
  'storage.folder.state.full': 'Voll',
  'storage.folder.state.missing': 'Nicht da',
  'storage.folder.state.read_only': 'Nicht beschreibbar',
  'storage.folder.missing.do':
    'Ist die Festplatte angeschlossen und eingehängt? Ihre Aufnahmen sind nicht verloren: Sie kommen mit ihr zurück. Kameras, die dorthin aufnehmen, warten.',
  'storage.folder.read_only.do':
    'Die Festplatte ist nur lesbar oder gehört jemand anderem. Kameras, die dorthin aufnehmen, warten, bis sie beschreibbar ist.',
  'storage.folder.full.do':
    'Die ältesten Aufnahmen machen Platz. Kürzer aufbewahren oder weniger schützen schafft mehr davon.',
  'storage.folder.room': '{free} frei von {total}',
  'storage.folder.used': '{used} Aufnahmen',
  'storage.folder.bar': '{used} Aufnahmen, {other} anderes, {free} frei',
  'storage.folder.add': 'Ordner hinzufügen',
  'storage.folder.change': '{name} umbenennen',
  'storage.folder.remove': '{name} entfernen',
  'storage.folder.title.add': 'Ein weiterer Ordner für Aufnahmen',
  'storage.folder.title.change': 'Diesen Ordner benennen',
  'storage.folder.name': 'Name',
  'storage.folder.name.example': 'Große Festplatte',
  'storage.folder.path': 'Pfad',
  'storage.folder.path.example': '/mnt/aufnahmen',
  'storage.folder.path.help':
    'Wie diese Maschine ihn nennt; in einem Container, wie der Container ihn nennt. Es muss ihn geben, und Porchlight muss dort schreiben dürfen. Eine kleine Datei kennzeichnet ihn als unseren.',
  'storage.folder.path.wrong': 'Bitte den ganzen Pfad, ab /.',
  'storage.folder.saved': 'Gespeichert.',
  'storage.folder.remove.title': '„{name}“ entfernen?',
  'storage.folder.remove.text':
    'Porchlight benutzt den Ordner nicht mehr. Darin wird nichts gelöscht. Er bleibt, solange dort Aufnahmen liegen oder eine Kamera dorthin aufnehmen soll.',
  'storage.folder.removed': '„{name}“ ist entfernt.',

  'storage.limits': 'Grenzen für alle Aufnahmen',
  'storage.limits.lead':
    'Sie gelten für alle Kameras zusammen, neben dem, was die Regel jeder Kamera sagt. Die ältesten gehen zuerst; was geschützt ist oder eine eigene Frist hat, bleibt.',
  'storage.limits.days': 'Aufnahmen höchstens behalten',
  'storage.limits.days.none': 'Wie die Regel jeder Kamera sagt',
  'storage.limits.bytes': 'Alle Aufnahmen zusammen',
  'storage.limits.bytes.none': 'So viel, wie Platz ist',
  'storage.limits.free': 'Auf jeder Festplatte frei lassen',
  'storage.limits.free.none': '1 GB, bei einer kleinen weniger',
  'storage.limits.less.title': 'Weniger behalten?',
  'storage.limits.less.text':
    'Aufnahmen, die danach zu alt oder zu viele sind, werden bald entfernt und lassen sich nicht zurückholen.',
  'storage.limits.less.do': 'Weniger behalten',
  'storage.limits.saved': 'Gespeichert.',

  'storage.cameras': 'Was jede Kamera braucht',
  'storage.cameras.none': 'Noch keine Aufnahmen',
  'storage.cameras.none.do':
    'Sie kommen von Kameras, die hier aufgenommen werden, und von dem, was von Rekordern geholt wird.',
  'storage.cameras.record': 'Wählen, was aufgenommen wird',
  'storage.col.camera': 'Kamera',
  'storage.in': 'in {name}',
  'storage.col.bytes': 'Belegt',
  'storage.col.day': 'Pro Tag',
  'storage.col.oldest': 'Zurück bis',
  'storage.col.reaches': 'Wird zurückreichen',
  'storage.rule': 'Regel: {rule}',
  'storage.reaches': { one: '{count} Tag', other: '{count} Tage' },
  'storage.reaches.less': 'weniger als einen Tag',
  'storage.count': { one: '{count} Aufnahme', other: '{count} Aufnahmen' },
  'storage.fullOn': 'voll: {day}',
  'storage.rule.days': { one: '{count} Tag', other: '{count} Tage' },
  'storage.rule.most': 'höchstens {size}',

  'recorder.folder': 'Aufnehmen nach',
  'recorder.folder.help': 'Was vorher aufgenommen wurde, bleibt, wo es ist.',
  'recorder.folder.free': '{name}, {free} frei',
  'recorder.folder.away': '{name}, gerade nicht da',
} satisfies Partial<Translation<typeof english>>
