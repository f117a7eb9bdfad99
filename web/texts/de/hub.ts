// German for the page of the home hub.
import type { hubTexts as english } from '../en/hub.ts'
import type { Translation } from '../translation.ts'

export const hubTexts = {
  'hub.title': 'Smart-Home-Zentrale',
  'hub.noRights': 'Nur Bediener und Admins dieses Haushalts sehen, wie die Zentrale verbunden ist.',
  'hub.back': 'Einstellungen',

  'hub.state': 'Zustand',
  'hub.protocol': 'Spricht',
  'hub.protocol.some': 'MQTT {version}',
  'hub.announced': 'Angekündigt',
  'hub.announced.some': '{devices} Geräte mit {entities} Entitäten',
  'hub.messages': 'Beim Broker hinterlegt',
  'hub.messages.some': { one: '{count} Nachricht', other: '{count} Nachrichten' },
  'hub.stopped': 'Angehalten, bis jemand entscheidet',
  'hub.stopped.do':
    'Zwei Porchlights mit derselben ID werfen sich gegenseitig aus dem Broker, etwa nach einer wiederhergestellten Kopie. Dieses hier braucht eine neue ID: Für die Zentrale ist es dann ein anderes Porchlight, mit neuen Geräten und ohne deren Verlauf.',
  'hub.node.do': 'Neue ID nehmen',
  'hub.node.done': 'Die neue ID ist {id}.',
  'hub.withdrawn': 'In der Zentrale gelöscht: {names}. Sie bleiben weg, bis neu angekündigt wird.',
  'hub.announce': 'Neu ankündigen',
  'hub.announce.done': 'Alles ist neu angekündigt.',
  'hub.ids': 'Neue Entitäts-IDs',
  'hub.ids.title': 'Neue Entitäts-IDs bilden?',
  'hub.ids.text':
    'Jedes Gerät verlässt die Zentrale kurz und kommt zurück, damit sie IDs nach den jetzigen Namen bildet. Automationen mit den alten IDs finden sie nicht mehr.',
  'hub.ids.done': 'Die Geräte sind mit neuen IDs zurück.',
  'hub.many':
    'So viele Entitäten, einzeln angekündigt, sind mehr, als ein Broker in üblicher Einstellung für die Zentrale aufhebt: ihm max_queued_messages 10000 geben oder je Gerät ankündigen.',

  'hub.broker': 'Broker',
  'hub.broker.version': 'Sein Programm',
  'hub.broker.locked': 'Durch {name} gesetzt; nur dort lässt es sich ändern.',
  'hub.url': 'Adresse',
  'hub.url.help': 'mqtt://host:1883, oder mqtts://host:8883 für eine verschlüsselte Verbindung.',
  'hub.user': 'Benutzer',
  'hub.password': 'Passwort',
  'hub.kept': 'Gespeichert. Leer lassen, um es zu behalten.',
  'hub.tls': 'Zertifikate',
  'hub.tls.lead':
    'Nur für einen Broker mit dem Zertifikat einer eigenen Zertifizierungsstelle oder einen, der unseres verlangt. Alle in PEM.',
  'hub.ca': 'Stelle, die für den Broker bürgt',
  'hub.certificate': 'Unser Zertifikat',
  'hub.key': 'Sein privater Schlüssel',
  'hub.broker.saved': 'Der Broker ist gespeichert.',
  'hub.disconnect': 'Trennen',
  'hub.disconnect.title': 'Von der Zentrale trennen?',
  'hub.disconnect.text':
    'Alles Angekündigte wird aus der Zentrale entfernt. Adresse und Zugangsdaten werden vergessen.',
  'hub.disconnected': 'Die Zentrale ist getrennt.',

  'hub.sent': 'Was die Zentrale bekommt',
  'hub.form': 'Ankündigen',
  'hub.form.device': 'Je Gerät',
  'hub.form.entity': 'Je Entität',
  'hub.form.off': 'Gar nicht',
  'hub.form.help':
    'Home Assistant liest seit 2024.12 die Form je Gerät; andere, etwa openHAB, nur die je Entität. Für mehr als 60 Kanäle je Entität braucht der Broker max_queued_messages 10000.',
  'hub.control': 'Die Zentrale darf',
  'hub.control.none': 'Nur zusehen',
  'hub.control.safe': 'Erkennungen, Streams und Bilder schalten',
  'hub.control.all': 'Auch aufnehmen, neu starten und Ausgänge schalten',
  'hub.pictures': 'Ein neues Bild von jedem Kanal alle so viele Sekunden',
  'hub.pictures.help': '0: nur bei einem Alarm.',
  'hub.idle': 'Keine Bilder von einem Kanal, nach dem so viele Stunden niemand gefragt hat',
  'hub.idle.help': '0: Bilder von allen Kanälen, immer.',
  'hub.images': 'Bilder von Alarmen',
  'hub.images.image': 'Über den Broker',
  'hub.images.url': 'Als Adresse bei Porchlight',
  'hub.name': 'Wie die Zentrale dieses Porchlight nennt',
  'hub.name.help': 'Zwei an einer Zentrale sollten nicht gleich heißen.',
  'hub.topics': 'Namen der Topics',
  'hub.prefix': 'Unsere beginnen mit',
  'hub.discovery.prefix': 'Die Zentrale sucht Geräte unter',
  'hub.birth': 'Dass sie gestartet ist, sagt die Zentrale unter',
  'hub.birth.help': 'Ihre Startnachricht (birth message) muss das Wort online sein. Leer: der übliche Ort.',
  'hub.saved': 'Was die Zentrale bekommt, ist gespeichert.',

  'hub.inside': 'Eigener Broker',
  'hub.inside.lead':
    'Für ein Zuhause ohne Broker: Porchlight bringt einen mit. Er wird benutzt, solange oben keine andere Adresse steht.',
  'hub.inside.on': 'Laufen lassen',
  'hub.inside.port': 'Port',
  'hub.inside.user': 'Benutzer für die Zentrale',
  'hub.inside.password.help': 'Mindestens acht Zeichen. Die Zentrale meldet sich damit an.',
  'hub.inside.running': {
    one: 'Läuft, {count} Programm ist angemeldet.',
    other: 'Läuft, {count} Programme sind angemeldet.',
  },
  'hub.inside.saved': 'Der eigene Broker ist gespeichert.',
} satisfies Partial<Translation<typeof english>>
