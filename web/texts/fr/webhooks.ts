// French for webhooks.
import type { webhookTexts as english } from '../en/webhooks.ts'
import type { Translation } from '../translation.ts'

export const webhookTexts = {
  webhooks: 'Webhooks',
  'webhooks.lead':
    'Vos programmes qui sont prévenus de chaque alarme, à son début et à sa fin. Chaque message est signé, et renvoyé jusqu’à ce qu’il soit pris.',
  'webhooks.guide': 'Le guide dit comment un programme les lit, sous « Events ».',
  'webhooks.empty': 'Personne n’est encore prévenu.',
  'webhooks.add': 'Ajouter un webhook',
  'webhooks.kinds.all': 'Alarmes de tous les types',
  'webhooks.kinds.some': { one: 'Alarmes de {count} type', other: 'Alarmes de {count} types' },
  'webhooks.channels.all': 'de toutes les caméras et tous les enregistreurs',
  'webhooks.channels.some': { one: 'de {count} caméra', other: 'de {count} caméras' },
  'webhooks.off': 'Désactivé',
  'webhooks.new': 'Rien n’a encore été envoyé',
  'webhooks.good': 'Pris la dernière fois {time}',
  'webhooks.failing': 'Ne prend plus rien depuis {time} : {reason}.',
  'webhooks.next': 'Prochain essai {time}.',
  'webhooks.waiting': { one: '{count} message attend.', other: '{count} messages attendent.' },
  'webhooks.dropped': { one: '{count} message a été abandonné.', other: '{count} messages ont été abandonnés.' },

  'webhooks.test': 'Envoyer un test',
  'webhooks.test.of': 'Envoyer un test à {name}',
  'webhooks.edit': 'Modifier {name}',
  'webhooks.remove': 'Supprimer {name}',
  'webhooks.remove.text': 'Il n’est plus prévenu de rien, et ce qui l’attend est oublié.',
  'webhooks.removed': 'Le webhook est supprimé.',
  'webhooks.saved': 'Le webhook est enregistré.',

  'webhooks.title.new': 'Nouveau webhook',
  'webhooks.name': 'Nom',
  'webhooks.name.example': 'Lampe du porche',
  'webhooks.url': 'Adresse',
  'webhooks.url.example': 'http://192.168.1.9:1880/porchlight',
  'webhooks.verify': 'Vérifier son certificat',
  'webhooks.verify.help': 'À ne désactiver que pour un programme de la maison qui a fait son propre certificat.',
  'webhooks.kinds': 'Types d’alarme',
  'webhooks.channels': 'Caméras',
  'webhooks.channels.every': 'Toutes les caméras, et les enregistreurs eux-mêmes',
  'webhooks.channels.picked': { one: '{count} caméra', other: '{count} caméras' },
  'webhooks.on': 'Envoyer des messages',
  'webhooks.on.help': 'Tant que c’est désactivé, rien n’est gardé pour lui.',
  'webhooks.problem.kinds': 'Choisissez un type d’alarme.',
  'webhooks.problem.channels': 'Choisissez une caméra.',

  'webhooks.secret': 'Nouveau secret',
  'webhooks.secret.title': 'Signer avec un nouveau secret ?',
  'webhooks.secret.text':
    'Les messages sont aussitôt signés avec lui. Tant que le destinataire ne le connaît pas, il les refusera.',
  'webhooks.secret.made':
    'Les messages sont signés avec ce secret. Saisissez-le maintenant dans le programme qui les reçoit : il ne sera plus affiché.',
  'webhooks.secret.close': 'Je l’ai saisi',
} satisfies Partial<Translation<typeof english>>
