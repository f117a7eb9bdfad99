// German for devices.
import type { deviceTexts as english } from '../en/devices.ts'
import type { Translation } from '../translation.ts'

export const deviceTexts = {
  'devices.empty': 'Noch kein Rekorder',
  'devices.empty.do':
    'Rekorder oder Kamera hinzufügen. Dazu braucht es die Adresse im eigenen Netzwerk, einen Benutzernamen und das Passwort.',
  'devices.add': 'Gerät hinzufügen',
  'devices.list': 'Geräte',
  'devices.kind.recorder': 'Rekorder',
  'devices.kind.camera': 'Kamera',
  'devices.kind.unknown': 'Gerät',
  'devices.channels': { one: '{count} Kanal', other: '{count} Kanäle' },
  'devices.open': '{name} öffnen',

  'devices.tabs': 'Bereiche dieses Geräts',
  'devices.tab.overview': 'Übersicht',

  'devices.phase.online': 'Online',
  'devices.phase.away': 'Weg',
  'devices.phase.refused': 'Anmeldung abgelehnt',
  'devices.phase.connecting': 'Verbindet sich',
  'devices.phase.idle': 'Wartet',
  'devices.phase.unchecked': 'Nicht beobachtet',
  'devices.retry': 'Nächster Versuch {time}',
  'devices.refused.do':
    'Es wird erst wieder versucht, wenn die richtigen Zugangsdaten eingegeben sind: Rekorder sperren ein Konto nach wenigen falschen.',
  'devices.refused.change': 'Zugangsdaten ändern',
  'devices.trust': 'Neuem Zertifikat vertrauen',
  'devices.trust.text':
    'Nur, wenn klar ist, warum es sich geändert hat: nach einem Firmware-Update oder nach der Installation eines eigenen Zertifikats.',
  'devices.trust.before': 'Bisher gemerkt',
  'devices.trust.now': 'Jetzt gezeigt',
  'devices.trust.valid': 'Gültig von {from} bis {to}',
  'devices.trusted': 'Dem neuen Zertifikat wird vertraut.',
  'devices.away.do': 'Strom, Netzwerkkabel und Adresse prüfen. Neue Versuche geschehen von selbst.',
  'devices.replaced':
    'Hier ist seit {day} ein anderes Gerät: {after} statt {before}. Seine Kanäle behalten die Nummern und damit die Namen, Alarme und Aufnahmen, die hier sind. Was nur das alte kannte, etwa die Aufzeichnungen auf seinen Festplatten, wird nicht mehr gezeigt.',
  'devices.replaced.same': 'ein weiteres davon',
  'devices.replaced.unknown': 'eines, das sein Modell nicht nannte',

  'devices.facts': 'Über dieses Gerät',
  'devices.fact.model': 'Modell',
  'devices.fact.serial': 'Seriennummer',
  'devices.fact.firmware': 'Firmware',
  'devices.fact.address': 'Adresse',
  'devices.fact.user': 'Benutzer',
  'devices.fact.seen': 'Letzte Antwort',
  'devices.fact.certificate': 'Zertifikat',
  'devices.fact.certificate.pinned': 'selbst signiert, bei der ersten Anmeldung gemerkt',
  'devices.channelList': 'Kanäle',
  'devices.channelList.empty': 'Noch keine Kanäle: Sie werden bei der ersten geglückten Anmeldung gelesen.',
  'devices.channel.online': 'online',
  'devices.channel.away': 'weg',
  'devices.channel.gone': 'nicht mehr auf dem Gerät',
  'devices.channel.off': 'hier ausgeschaltet',
  'devices.channel.rename': 'Name von Kanal {number}',
  'devices.channel.renamed': 'Der Kanal heißt jetzt „{name}“.',
  'devices.channel.edit': '{name} umbenennen',

  'devices.form.add': 'Gerät hinzufügen',
  'devices.form.edit': 'Adresse und Zugangsdaten',
  'devices.form.brand': 'Was ist es?',
  'devices.form.brand.hikvision': 'Rekorder oder Kamera von Hikvision',
  'devices.form.brand.onvif': 'Kamera eines anderen Herstellers (ONVIF)',
  'devices.form.brand.rtsp': 'Andere Kamera (RTSP)',
  'devices.form.address': 'Adresse im eigenen Netzwerk',
  'devices.form.address.example': '192.168.1.64',
  'devices.form.address.help':
    'Nur die Adresse für Port 80; 192.168.1.64:8080 für einen anderen Port; https://192.168.1.64 für Port 443.',
  'devices.form.address.rtsp': 'Adresse des Streams',
  'devices.form.address.rtsp.example': 'rtsp://192.168.1.70:554/stream1',
  'devices.form.address.rtsp.help':
    'Sie steht im Handbuch des Herstellers. Benutzer und Passwort weglassen und unten eingeben.',
  'devices.form.sub': 'Adresse des zweiten Streams',
  'devices.form.sub.example': 'rtsp://192.168.1.70:554/stream2',
  'devices.form.sub.help':
    'Die meisten Kameras senden unter einer zweiten Adresse ein kleineres Bild. Es kommt auf die Bildwand und schont das Netzwerk. Leer lassen, wenn es keines gibt.',
  'devices.stream.try': 'Ausprobieren',
  'devices.stream.trying': 'Wird angesehen …',
  'devices.stream.main': 'Stream:',
  'devices.stream.sub': 'Zweiter Stream:',
  'devices.stream.rate': '{rate} Bilder pro Sekunde',
  'devices.stream.sound': 'mit Ton ({codec})',
  'devices.stream.silent': 'kein Ton',
  'devices.stream.some': 'Das spielt nicht jeder Browser. Mit H.264 in den Einstellungen der Kamera läuft es überall.',
  'devices.stream.none': 'Browser spielen das nicht. In den Einstellungen der Kamera H.264 wählen.',
  'devices.form.address.masked':
    'Was geheim sein könnte, steht hier als ***. So lassen, um es zu behalten, oder die ganze Adresse neu eingeben.',
  'devices.form.address.public':
    'Das ist eine öffentliche Internetadresse. Nie einen Rekorder ins Internet stellen: In solche wird täglich eingebrochen. Über ein VPN verbinden und die Adresse im eigenen Netzwerk verwenden.',
  'devices.form.address.wrong': 'Das sieht nicht nach einer Adresse aus. Ein Beispiel: 192.168.1.64',
  'devices.form.reach': 'Vor dem Beginn',
  'devices.form.reach.1': 'Der Rekorder muss von hier erreichbar sein: im selben Netzwerk oder über ein VPN.',
  'devices.form.reach.2':
    'ISAPI muss eingeschaltet sein: am Rekorder unter Netzwerk, Erweitert, Integrationsprotokoll (bei manchen Modellen ist es das immer). Bei Kameras anderer Hersteller ist es ONVIF, oft mit einem eigenen Benutzer.',
  'devices.form.reach.3': 'Meist antwortet er auf Port 80, verschlüsselt auf 443.',
  'devices.form.username': 'Benutzer auf dem Gerät',
  'devices.form.password': 'Passwort auf dem Gerät',
  'devices.form.password.help':
    'Ein eigener Benutzer mit wenigen Rechten ist sicherer als admin. Das Passwort wird verschlüsselt gespeichert.',
  'devices.form.password.keep': 'Leer lassen, um das gespeicherte zu behalten.',
  'devices.form.name': 'Name',
  'devices.form.name.help': 'Leer lassen, um den Namen des Geräts zu verwenden.',
  'devices.form.verify': 'Nur ein Zertifikat annehmen, dem das System vertraut',
  'devices.form.verify.help':
    'Rekorder bringen ein selbst signiertes mit. Ist dies aus, wird es bei der ersten Anmeldung gemerkt und jedes andere abgelehnt.',
  'devices.form.watch': 'Dieses Gerät beobachten',
  'devices.form.watch.help':
    'Wenn aus, bleibt es in der Liste, aber nichts verbindet sich damit: keine Alarme, nichts in der Zentrale.',
  'devices.form.more': 'Mehr',
  'devices.form.stream': 'Streams kommen von',
  'devices.form.stream.help': 'Nur, wenn das Video von einer anderen Adresse kommt als die Webseite des Geräts.',
  'devices.form.test': 'Verbindung testen',
  'devices.form.testing': 'Wird getestet …',
  'devices.form.test.reached': 'Erreicht',
  'devices.form.test.reach': 'Gerät erreichen',
  'devices.form.test.signedIn': 'Angemeldet',
  'devices.form.test.signIn': 'Anmelden',
  'devices.form.test.channels': 'Kanäle lesen',
  'devices.form.test.tries': {
    one: 'Das Gerät erlaubt noch {count} Versuch, bevor es das Konto sperrt.',
    other: 'Das Gerät erlaubt noch {count} Versuche, bevor es das Konto sperrt.',
  },
  'devices.form.test.self': 'Sein Zertifikat ist selbst signiert. Es wird gemerkt, wenn das Gerät hinzugefügt wird.',
  'devices.fault.device-unreachable':
    'Unter dieser Adresse antwortet nichts. Ist das Gerät eingeschaltet und von hier erreichbar?',
  'devices.fault.device-timeout':
    'Das Gerät hat nicht rechtzeitig geantwortet. Stimmt die Adresse, und startet es vielleicht gerade?',
  'devices.fault.device-refused-login': 'Das Gerät hat den Benutzernamen oder das Passwort abgelehnt.',
  'devices.fault.device-locked':
    'Das Gerät hat dieses Konto nach zu vielen falschen Anmeldungen gesperrt. Eine halbe Stunde warten oder das Gerät neu starten, dann noch einmal versuchen.',
  'devices.fault.device-garbled':
    'Dort antwortet etwas, aber nicht wie ein Rekorder oder eine Kamera. Stimmt die Adresse, und ist ISAPI eingeschaltet, bei einer Kamera eines anderen Herstellers ONVIF?',
  'devices.fault.device-busy': 'Das Gerät ist zu beschäftigt, um zu antworten. In einer Minute noch einmal versuchen.',
  'devices.form.add.do': 'Gerät hinzufügen',
  'devices.form.added': '{name} ist hinzugefügt. Die Kanäle erscheinen gleich.',
  'devices.form.saved': 'Gespeichert. Die Anmeldung beginnt neu …',

  'devices.remove': 'Dieses Gerät entfernen',
  'devices.remove.title': '„{name}“ entfernen?',
  'devices.remove.text':
    'Seine Kanäle, Alarme und Bilder werden hier entfernt, und es verschwindet aus der Zentrale. Am Gerät selbst ändert sich nichts.',
  'devices.removed': '„{name}“ ist entfernt.',
  'devices.gone': 'Dieses Gerät ist nicht in der Liste.',
  'devices.gone.do': 'Vielleicht wurde es entfernt.',
  'devices.noRights': 'Nur ein Admin des Haushalts kann Geräte hinzufügen oder ändern.',
} satisfies Partial<Translation<typeof english>>
