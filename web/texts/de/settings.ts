// German for the settings: their search and list, and the shorter ones of their pages.
import type { settingTexts as english } from '../en/settings.ts'
import type { Translation } from '../translation.ts'

export const settingTexts = {
  'settings.search': 'Einstellungen durchsuchen',
  'settings.list': 'Einstellungen',
  'settings.found': { one: '{count} Einstellung gefunden', other: '{count} Einstellungen gefunden' },
  'settings.found.list': 'Gefundene Einstellungen',
  'settings.found.none': 'Keine Einstellung heißt so. Ein anderes Wort versuchen, oder weniger.',
  'settings.noRights': 'Nur ein Admin dieses Haushalts stellt das ein.',
  'settings.founders': 'Nur das Gründerkonto dieses Porchlight stellt das ein.',
  'settings.look.lead': 'Wie die Seiten in diesem Browser aussehen und welche Sprache sie sprechen.',
  'settings.look.language': 'Sprache',
  'settings.look.language.own': 'Wie der Browser ({language})',
  'settings.look.language.help':
    'Die der Seiten. Was die API antwortet, das Protokoll und Namen bleiben, wie sie sind.',
  'settings.look.zone': 'Zeiten nach der Uhr von',
  'settings.look.zone.browser': 'diesem Browser ({zone})',
  'settings.look.zone.appliance': 'Porchlight ({zone})',
  'settings.look.zone.help': 'Ein Rekorder mit einer Uhr in anderer Zone zeigt seine eigene daneben.',
  'settings.alarms.short': 'Wie lange sie bleiben und wann einer vorbei ist.',
  'settings.webhooks.short': 'Eigene Programme, die von jedem Alarm erfahren.',
  'settings.security': 'Sicherheit',
  'settings.security.lead':
    'Die Adresse von außen, HTTPS, andere Oberflächen, neue Haushalte, ein anderer geheimer Schlüssel.',
  'settings.backup.short': 'Eine Datei mit allem, was Porchlight weiß: erstellen, speichern, wiederherstellen.',
  'settings.about': 'Über',
  'settings.about.lead': 'Die Version und die Beschreibung der API.',

  'settings.month': 'Wiedergabekalender',
  'settings.month.lead': 'Welche Tage eines Monats der Kalender zeichnet, für alle hier.',
  'settings.month.first': 'Erster Tag',
  'settings.month.last': 'Letzter Tag',
  'settings.month.order': 'Neuester Tag zuerst',
  'settings.month.wrong': 'Bitte ein Tag von 1 bis 31.',
  'settings.month.turned': 'Der letzte Tag kann nicht vor dem ersten liegen.',
  'settings.month.saved': 'Die Tage des Kalenders sind gespeichert.',

  'settings.origins': 'Andere Oberflächen',
  'settings.origins.lead':
    'Seiten unter diesen Adressen dürfen Porchlight aus einem Browser benutzen, sobald sich dort jemand anmeldet. Leer lassen, wenn es keine gibt.',
  'settings.origins.label': 'Ihre Adressen, eine pro Zeile',
  'settings.origins.example': 'http://192.168.1.9:5173',
  'settings.origins.saved': 'Die Adressen sind gespeichert.',
  'settings.frames.label': 'Seiten, die Porchlight in einem Rahmen zeigen dürfen, eine pro Zeile',
  'settings.frames.help': 'Zum Beispiel ein Dashboard. Die Adresse, wie der Browser sie zeigt, ohne Pfad.',
  'settings.frames.example': 'https://zentrale.example:8123',

  'settings.dialects': 'Programme für andere Rekorder',
  'settings.dialects.lightnvr': 'Programmen antworten, die für LightNVR geschrieben sind',
  'settings.dialects.vibenvr': 'Programmen antworten, die für VibeNVR geschrieben sind',
  'settings.dialects.lead':
    'Sie melden sich mit den Konten und Schlüsseln von Porchlight an. Ausgeschaltet wird dort niemandem geantwortet, auch nicht an eigenen Ports.',
  'settings.dialects.at': 'Unter {address}',
  'settings.dialects.on': 'Programmen, die für {name} geschrieben sind, wird geantwortet.',
  'settings.dialects.off': 'Programmen, die für {name} geschrieben sind, wird nicht mehr geantwortet.',

  'settings.reach': 'Wie Porchlight erreicht wird',
  'settings.reach.lead': 'Nötig, wo ein Proxy vor Porchlight steht oder wo andere seine Adresse genannt bekommen.',
  'settings.reach.url': 'Adresse von außen',
  'settings.reach.url.help':
    'Wie man sie in einen Browser eingibt. Die Zentrale erfährt sie, damit ihre Links und ihre Bilder von Alarmen hierher führen.',
  'settings.reach.url.example': 'https://porchlight.example',
  'settings.reach.hsts': 'Nur über HTTPS',
  'settings.reach.hsts.help':
    'Ein Browser, der einmal über HTTPS kam, kommt so lange auf keinem anderen Weg. Mit einem Tag beginnen: Ist das Zertifikat abgelaufen, kommt niemand herein, bis es ein neues gibt. Ohne HTTPS bewirkt dies nichts.',
  'settings.reach.hsts.none': 'Nicht verlangt',
  'settings.reach.hsts.forget': 'Zurücknehmen',
  'settings.reach.hsts.for': 'Für {length}',
  'settings.reach.hsts.days': { one: 'Für {count} Tag', other: 'Für {count} Tage' },
  'settings.reach.saved': 'Wie Porchlight erreicht wird, ist gespeichert.',

  'settings.strangers': 'Neue Haushalte',
  'settings.strangers.open': 'Fremde dürfen hier ein Konto anlegen',
  'settings.strangers.help':
    'Jeder beginnt einen eigenen Haushalt, der nichts von diesem sieht, und umgekehrt. Personen des eigenen Haushalts werden auf der Seite „Personen“ hinzugefügt.',
  'settings.strangers.on': 'Fremde dürfen hier jetzt ein Konto anlegen.',
  'settings.strangers.off': 'Niemand legt hier mehr selbst ein Konto an.',

  restream: 'Weiterverteilung',
  'restream.short': 'MediaMTX oder go2rtc geben die Bilder an andere Programme weiter.',
  'restream.lead':
    'Ein anderes Programm gibt die Bilder an andere weiter. Porchlight nennt ihm die Adressen der Kameras samt Anmeldung und nimmt nur weg, was es selbst dort eingetragen hat.',
  'restream.kind': 'Programm',
  'restream.off': 'Keines',
  'restream.api': 'Adresse seiner API',
  'restream.api.help': 'Wie dieses Gerät sie erreicht. Benutzer und Passwort nur, wenn es danach fragt.',
  'restream.rtsp': 'Seine Bilder für andere',
  'restream.webrtc': 'Seine Seiten für andere',
  'restream.others.help':
    'Der Anfang seiner RTSP- oder WebRTC-Adressen, wie andere im Haus es erreichen. Bleibt das leer, wird keine genannt.',
  'restream.saved': 'Die Weiterverteilung ist gespeichert.',
  'restream.asking': 'Es hat noch nicht geantwortet.',
  'restream.trouble.silent':
    'Es antwortet seit {time} nicht wie erwartet. Läuft es, und stimmt die Adresse? Porchlight versucht es weiter.',
  'restream.trouble.login': 'Es lehnt seit {time} Benutzer und Passwort ab. Bitte unten die richtigen eintragen.',
  'restream.trouble.strange': 'Seit {time} antwortet dort ein anderes Programm. Bitte Programm und Adresse prüfen.',
  'restream.there': {
    one: 'Verbunden seit {time}. Es hat {count} Bild der Kameras.',
    other: 'Verbunden seit {time}. Es hat {count} Bilder der Kameras.',
  },
  'restream.refused': {
    one: '{count} Gerät lehnt die Anmeldung ab, darum fehlen seine Bilder dort. Die richtige auf der Seite „Geräte“ eintragen.',
    other:
      '{count} Geräte lehnen die Anmeldung ab, darum fehlen ihre Bilder dort. Die richtige auf der Seite „Geräte“ eintragen.',
  },
  'restream.untaken': {
    one: '{count} Adresse hat es nicht angenommen.',
    other: '{count} Adressen hat es nicht angenommen.',
  },
} satisfies Partial<Translation<typeof english>>
