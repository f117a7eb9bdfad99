// French for the settings: their search and list, and the shorter ones of their pages.
import type { settingTexts as english } from '../en/settings.ts'
import type { Translation } from '../translation.ts'

export const settingTexts = {
  'settings.search': 'Chercher un réglage',
  'settings.list': 'Réglages',
  'settings.found': { one: '{count} réglage trouvé', other: '{count} réglages trouvés' },
  'settings.found.list': 'Réglages trouvés',
  'settings.found.none': 'Aucun réglage ne s’appelle ainsi. Essayez un autre mot, ou moins de mots.',
  'settings.noRights': 'Seul un administrateur du foyer règle cela.',
  'settings.founders': 'Seul le fondateur de ce Porchlight règle cela.',
  'settings.look.lead': 'L’aspect des pages dans ce navigateur, et la langue qu’elles parlent.',
  'settings.look.language': 'Langue',
  'settings.look.language.own': 'Comme le navigateur ({language})',
  'settings.look.language.help': 'Celle des pages. Les réponses de l’API, le journal et les noms ne changent pas.',
  'settings.look.zone': 'Heures à l’horloge de',
  'settings.look.zone.browser': 'ce navigateur ({zone})',
  'settings.look.zone.appliance': 'Porchlight ({zone})',
  'settings.look.zone.help': 'Un enregistreur dont l’horloge est dans un autre fuseau montre la sienne à côté.',
  'settings.alarms.short': 'Combien de temps elles sont gardées, et quand l’une est finie.',
  'settings.webhooks.short': 'Vos programmes qui sont prévenus de chaque alarme.',
  'settings.security': 'Sécurité',
  'settings.security.lead':
    'L’adresse de l’extérieur, HTTPS, d’autres interfaces, de nouveaux foyers, une autre clé secrète.',
  'settings.backup.short': 'Un seul fichier avec tout ce que sait Porchlight, à créer, enregistrer et restaurer.',
  'settings.about': 'À propos',
  'settings.about.lead': 'La version, et la description de l’API.',

  'settings.month': 'Calendrier de relecture',
  'settings.month.lead': 'Quels jours d’un mois le calendrier dessine, pour tout le monde ici.',
  'settings.month.first': 'Premier jour',
  'settings.month.last': 'Dernier jour',
  'settings.month.order': 'Le jour le plus récent d’abord',
  'settings.month.wrong': 'Un jour de 1 à 31, s’il vous plaît.',
  'settings.month.turned': 'Le dernier jour ne peut pas précéder le premier.',
  'settings.month.saved': 'Les jours du calendrier sont enregistrés.',

  'settings.origins': 'Autres interfaces',
  'settings.origins.lead':
    'Les pages à ces adresses peuvent utiliser Porchlight depuis un navigateur, une fois quelqu’un connecté. Laissez vide si vous n’en avez pas.',
  'settings.origins.label': 'Leurs adresses, une par ligne',
  'settings.origins.example': 'http://192.168.1.9:5173',
  'settings.origins.saved': 'Les adresses sont enregistrées.',
  'settings.frames.label': 'Pages qui peuvent montrer Porchlight dans un cadre, une par ligne',
  'settings.frames.help':
    'Un tableau de bord, par exemple. Son adresse telle que le navigateur l’affiche, sans chemin.',
  'settings.frames.example': 'https://hub.example:8123',

  'settings.dialects': 'Programmes pour d’autres enregistreurs',
  'settings.dialects.lightnvr': 'Répondre aux programmes écrits pour LightNVR',
  'settings.dialects.vibenvr': 'Répondre aux programmes écrits pour VibeNVR',
  'settings.dialects.lead':
    'Ils se connectent avec les comptes et les clés de Porchlight. Si c’est désactivé, personne n’y reçoit de réponse, pas même sur leurs propres ports.',
  'settings.dialects.at': 'À {address}',
  'settings.dialects.on': 'Les programmes écrits pour {name} reçoivent une réponse.',
  'settings.dialects.off': 'Les programmes écrits pour {name} ne reçoivent plus de réponse.',

  'settings.reach': 'Comment joindre Porchlight',
  'settings.reach.lead': 'Utile si un proxy se trouve devant Porchlight, ou si d’autres doivent connaître son adresse.',
  'settings.reach.url': 'Adresse de l’extérieur',
  'settings.reach.url.help':
    'Telle qu’on la saisit dans un navigateur. Le hub la reçoit, pour que ses liens et ses images d’alarme mènent ici.',
  'settings.reach.url.example': 'https://porchlight.example',
  'settings.reach.hsts': 'Seulement par HTTPS',
  'settings.reach.hsts.help':
    'Un navigateur venu une fois par HTTPS ne vient plus autrement pendant cette durée. Commencez par un jour : une fois le certificat expiré, personne n’entre avant qu’il y en ait un autre. Sans HTTPS, cela ne fait rien.',
  'settings.reach.hsts.none': 'Non demandé',
  'settings.reach.hsts.forget': 'Le retirer',
  'settings.reach.hsts.for': 'Pendant {length}',
  'settings.reach.hsts.days': { one: 'Pendant {count} jour', other: 'Pendant {count} jours' },
  'settings.reach.saved': 'La façon de joindre Porchlight est enregistrée.',

  'settings.strangers': 'Nouveaux foyers',
  'settings.strangers.open': 'Des inconnus peuvent créer un compte ici',
  'settings.strangers.help':
    'Chacun fonde son propre foyer, qui ne voit rien du vôtre, ni vous du sien. Les personnes de votre foyer s’ajoutent sur la page « Personnes ».',
  'settings.strangers.on': 'Des inconnus peuvent maintenant créer un compte ici.',
  'settings.strangers.off': 'Plus personne ne crée de compte ici de lui-même.',

  restream: 'Rediffusion',
  'restream.short': 'MediaMTX ou go2rtc redistribuent la vidéo à d’autres programmes.',
  'restream.lead':
    'Un autre programme redistribue la vidéo. Porchlight lui donne les adresses des caméras, avec leurs identifiants, et n’enlève que ce qu’il y a mis.',
  'restream.kind': 'Programme',
  'restream.off': 'Aucun',
  'restream.api': 'Adresse de son API',
  'restream.api.help': 'Telle que cette machine l’atteint. Utilisateur et mot de passe seulement s’il les demande.',
  'restream.rtsp': 'Sa vidéo pour les autres',
  'restream.webrtc': 'Ses pages pour les autres',
  'restream.others.help':
    'Le début de ses adresses RTSP ou WebRTC, telles que les autres appareils de la maison l’atteignent. Laissé vide, aucune n’est donnée.',
  'restream.saved': 'La rediffusion est enregistrée.',
  'restream.asking': 'Il n’a pas encore répondu.',
  'restream.trouble.silent':
    'Il ne répond pas comme il devrait depuis {time}. Est-il en marche, et son adresse est-elle juste ? Porchlight continue d’essayer.',
  'restream.trouble.login': 'Il refuse l’utilisateur et le mot de passe depuis {time}. Saisissez ci-dessous les bons.',
  'restream.trouble.strange':
    'Un autre programme répond à cette adresse depuis {time}. Vérifiez le programme et l’adresse.',
  'restream.there': {
    one: 'Connecté depuis {time}. Il a {count} image de vos caméras.',
    other: 'Connecté depuis {time}. Il a {count} images de vos caméras.',
  },
  'restream.refused': {
    one: '{count} appareil refuse la connexion, ses images n’y sont donc pas. Saisissez les bons identifiants à la page « Appareils ».',
    other:
      '{count} appareils refusent la connexion, leurs images n’y sont donc pas. Saisissez les bons identifiants à la page « Appareils ».',
  },
  'restream.untaken': { one: 'Il n’a pas accepté {count} adresse.', other: 'Il n’a pas accepté {count} adresses.' },
} satisfies Partial<Translation<typeof english>>
