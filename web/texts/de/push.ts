// German for being told of alarms by the browser.
import type { pushTexts as english } from '../en/push.ts'
import type { Translation } from '../translation.ts'

export const pushTexts = {
  'push.title': 'Mitteilungen',
  'push.short': 'Alarme von diesem Browser oder Telefon melden lassen.',
  'push.here': 'Alarme auf diesem Gerät',
  'push.lead':
    'Der Browser meldet Alarme, auch während Porchlight nicht offen ist. Jedes Telefon, Tablet und jeder Computer hat seine eigene Auswahl.',
  'push.leaves':
    'Die Nachricht geht über den Push-Dienst des Browserherstellers, so verschlüsselt, dass nur dieser Browser sie lesen kann. Kein Bild verlässt das Haus.',
  'push.insecure':
    'Browser erlauben dies nur über HTTPS, und diese Seite kam über einfaches HTTP. Alles andere geht auch ohne. Wie HTTPS eingerichtet wird, steht in der Anleitung unter „HTTPS“.',
  'push.install':
    'Auf einem iPhone oder iPad zuerst Porchlight auf den Home-Bildschirm legen: auf „Teilen“ tippen, dann auf „Zum Home-Bildschirm“. Dann von dort öffnen und auf diese Seite zurückkommen.',
  'push.unsupported':
    'Diesem Browser lässt sich nichts melden, während Porchlight nicht offen ist. Einen anderen oder eine neuere Version versuchen.',
  'push.denied':
    'Diesem Browser wurde gesagt, keine Mitteilungen von Porchlight zu zeigen. In seinen Einstellungen für diese Seite erlauben, dann die Seite neu laden.',
  'push.refused': 'Ohne diese Erlaubnis kann der Browser nichts zeigen. Bitte erlauben, wenn er fragt.',
  'push.noWorker':
    'Der Browser verweigert, was dafür nötig ist. Meist vertraut er dem Zertifikat dieser Seite nicht: Ein eigenes muss auf diesem Gerät installiert sein.',
  'push.noService': 'Der Browser konnte seinen Push-Dienst nicht erreichen: {reason}',

  'push.on': 'Auf diesem Gerät melden',
  'push.isOn': 'Dieser Browser meldet Alarme.',
  'push.until':
    'Gemeldet wird bis {time}. Jedes Öffnen von Porchlight verlängert das um eine Woche, bis höchstens einen Monat nach der Anmeldung.',
  'push.off': 'Auf diesem Gerät beenden',
  'push.turnedOn': 'Dieser Browser meldet ab jetzt Alarme.',
  'push.turnedOff': 'Dieser Browser meldet nichts mehr.',
  'push.saved': 'Was dieser Browser meldet, ist gespeichert.',

  'push.test': 'Test senden',
  'push.test.done': 'Der Test ist unterwegs und sollte gleich erscheinen.',
  'push.test.failed': 'Der Test wurde nicht angenommen: {reason}.',
  'push.test.title': 'Die Mitteilungen von Porchlight kommen an',
  'push.test.text': 'So sehen Alarme aus.',
  'push.ends.title': 'Ab morgen keine Alarme mehr auf diesem Gerät',
  'push.ends.open': 'Porchlight öffnen, damit weiter gemeldet wird.',
  'push.ends.signIn': 'Dann bei Porchlight neu anmelden, damit weiter gemeldet wird.',

  'push.others': 'Ihre anderen Browser',
  'push.others.lead': 'Entfernen, was verloren ist oder nicht mehr benutzt wird.',
  'push.all': 'Ihre Browser',
  'push.added': 'Hinzugefügt {time}',
  'push.told': 'zuletzt gemeldet {time}',
  'push.failing': 'Die letzte Nachricht wurde nicht angenommen: {reason}.',
  'push.remove': '{name} nichts mehr melden',
  'push.removed': '{name} wird nichts mehr gemeldet.',
} satisfies Partial<Translation<typeof english>>
