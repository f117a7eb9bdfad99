// German for webhooks.
import type { webhookTexts as english } from '../en/webhooks.ts'
import type { Translation } from '../translation.ts'

export const webhookTexts = {
  webhooks: 'Webhooks',
  'webhooks.lead':
    'Eigene Programme, die von jedem Alarm erfahren, wenn er beginnt und wenn er endet. Jede Nachricht ist signiert und wird gesendet, bis sie angenommen ist.',
  'webhooks.guide': 'Wie ein Programm sie liest, steht in der Anleitung unter „Events“.',
  'webhooks.empty': 'Noch erfährt niemand davon.',
  'webhooks.add': 'Webhook hinzufügen',
  'webhooks.kinds.all': 'Alarme jeder Art',
  'webhooks.kinds.some': { one: 'Alarme von {count} Art', other: 'Alarme von {count} Arten' },
  'webhooks.channels.all': 'aller Kameras und Rekorder',
  'webhooks.channels.some': { one: 'von {count} Kamera', other: 'von {count} Kameras' },
  'webhooks.off': 'Ausgeschaltet',
  'webhooks.new': 'Noch wurde nichts gesendet',
  'webhooks.good': 'Zuletzt angenommen {time}',
  'webhooks.failing': 'Nimmt seit {time} nichts an: {reason}.',
  'webhooks.next': 'Nächster Versuch {time}.',
  'webhooks.waiting': { one: '{count} Nachricht wartet.', other: '{count} Nachrichten warten.' },
  'webhooks.dropped': {
    one: '{count} Nachricht wurde aufgegeben.',
    other: '{count} Nachrichten wurden aufgegeben.',
  },

  'webhooks.test': 'Test senden',
  'webhooks.test.of': 'Test an {name} senden',
  'webhooks.edit': '{name} ändern',
  'webhooks.remove': '{name} entfernen',
  'webhooks.remove.text': 'Er erfährt nichts mehr, und was für ihn wartet, wird verworfen.',
  'webhooks.removed': 'Der Webhook ist entfernt.',
  'webhooks.saved': 'Der Webhook ist gespeichert.',

  'webhooks.title.new': 'Neuer Webhook',
  'webhooks.name': 'Name',
  'webhooks.name.example': 'Lampe am Eingang',
  'webhooks.url': 'Adresse',
  'webhooks.url.example': 'http://192.168.1.9:1880/porchlight',
  'webhooks.verify': 'Zertifikat prüfen',
  'webhooks.verify.help': 'Nur für ein Programm zu Hause ausschalten, das sein Zertifikat selbst erstellt hat.',
  'webhooks.kinds': 'Arten von Alarm',
  'webhooks.channels': 'Kameras',
  'webhooks.channels.every': 'Alle Kameras und die Rekorder selbst',
  'webhooks.channels.picked': { one: '{count} Kamera', other: '{count} Kameras' },
  'webhooks.on': 'Nachrichten senden',
  'webhooks.on.help': 'Solange es aus ist, wird nichts für ihn aufgehoben.',
  'webhooks.problem.kinds': 'Eine Art von Alarm auswählen.',
  'webhooks.problem.channels': 'Eine Kamera auswählen.',

  'webhooks.secret': 'Neues Geheimnis',
  'webhooks.secret.title': 'Mit einem neuen Geheimnis signieren?',
  'webhooks.secret.text': 'Nachrichten sind sofort damit signiert. Bis der Empfänger es kennt, wird er sie ablehnen.',
  'webhooks.secret.made':
    'Nachrichten sind mit diesem Geheimnis signiert. Jetzt im empfangenden Programm eingeben: Es wird nicht noch einmal gezeigt.',
  'webhooks.secret.close': 'Ist eingegeben',
} satisfies Partial<Translation<typeof english>>
