// French for devices.
import type { deviceTexts as english } from '../en/devices.ts'
import type { Translation } from '../translation.ts'

export const deviceTexts = {
  'devices.empty': 'Pas encore d’enregistreur',
  'devices.empty.do':
    'Ajoutez votre enregistreur ou votre caméra. Il vous faut son adresse dans votre réseau, un nom d’utilisateur et le mot de passe.',
  'devices.add': 'Ajouter un appareil',
  'devices.list': 'Appareils',
  'devices.kind.recorder': 'Enregistreur',
  'devices.kind.camera': 'Caméra',
  'devices.kind.unknown': 'Appareil',
  'devices.channels': { one: '{count} canal', other: '{count} canaux' },
  'devices.open': 'Ouvrir {name}',

  'devices.tabs': 'Parties de cet appareil',
  'devices.tab.overview': 'Aperçu',

  'devices.phase.online': 'En ligne',
  'devices.phase.away': 'Injoignable',
  'devices.phase.refused': 'Connexion refusée',
  'devices.phase.connecting': 'Connexion en cours',
  'devices.phase.idle': 'En attente',
  'devices.phase.unchecked': 'Non surveillé',
  'devices.retry': 'Prochain essai {time}',
  'devices.refused.do':
    'Plus aucun essai tant que vous n’avez pas saisi les bons identifiants : les enregistreurs bloquent un compte après quelques erreurs.',
  'devices.refused.change': 'Changer les identifiants',
  'devices.trust': 'Faire confiance au nouveau certificat',
  'devices.trust.text':
    'Ne le faites que si vous savez pourquoi il a changé : après une mise à jour du micrologiciel, ou si vous avez installé un certificat vous-même.',
  'devices.trust.before': 'Mémorisé jusqu’ici',
  'devices.trust.now': 'Présenté maintenant',
  'devices.trust.valid': 'Valable du {from} au {to}',
  'devices.trusted': 'Le nouveau certificat est accepté.',
  'devices.away.do': 'Vérifiez son alimentation, son câble réseau et son adresse. Les essais continuent d’eux-mêmes.',
  'devices.replaced':
    'Un autre appareil est ici depuis le {day} : {after} à la place de {before}. Ses canaux gardent les numéros, et avec eux les noms, les alarmes et les enregistrements qui sont ici. Ce que seul l’ancien connaissait, comme les vidéos sur ses disques, n’est plus affiché.',
  'devices.replaced.same': 'un autre',
  'devices.replaced.unknown': 'un appareil qui n’a pas dit son modèle',

  'devices.facts': 'À propos de cet appareil',
  'devices.fact.model': 'Modèle',
  'devices.fact.serial': 'Numéro de série',
  'devices.fact.firmware': 'Micrologiciel',
  'devices.fact.address': 'Adresse',
  'devices.fact.user': 'Utilisateur',
  'devices.fact.seen': 'Dernière réponse',
  'devices.fact.certificate': 'Certificat',
  'devices.fact.certificate.pinned': 'auto-signé, mémorisé à la première connexion',
  'devices.channelList': 'Canaux',
  'devices.channelList.empty': 'Pas encore de canal : ils sont lus à la première connexion réussie.',
  'devices.channel.online': 'en ligne',
  'devices.channel.away': 'injoignable',
  'devices.channel.gone': 'plus sur l’appareil',
  'devices.channel.off': 'désactivé ici',
  'devices.channel.rename': 'Nom du canal {number}',
  'devices.channel.renamed': 'Le canal s’appelle maintenant « {name} ».',
  'devices.channel.edit': 'Renommer {name}',

  'devices.form.add': 'Ajouter un appareil',
  'devices.form.edit': 'Adresse et identifiants',
  'devices.form.brand': 'De quoi s’agit-il ?',
  'devices.form.brand.hikvision': 'Enregistreur ou caméra Hikvision',
  'devices.form.brand.onvif': 'Caméra d’une autre marque (ONVIF)',
  'devices.form.brand.rtsp': 'Une autre caméra (RTSP)',
  'devices.form.address': 'Adresse dans votre réseau',
  'devices.form.address.example': '192.168.1.64',
  'devices.form.address.help':
    'L’adresse seule pour le port 80 ; 192.168.1.64:8080 pour un autre port ; https://192.168.1.64 pour le port 443.',
  'devices.form.address.rtsp': 'Adresse du flux',
  'devices.form.address.rtsp.example': 'rtsp://192.168.1.70:554/stream1',
  'devices.form.address.rtsp.help':
    'Elle figure dans le manuel du fabricant. N’y mettez ni utilisateur ni mot de passe : saisissez-les plus bas.',
  'devices.form.sub': 'Adresse du second flux',
  'devices.form.sub.example': 'rtsp://192.168.1.70:554/stream2',
  'devices.form.sub.help':
    'La plupart des caméras envoient une image plus petite à une seconde adresse. Elle sert à la mosaïque et ménage votre réseau. Laissez vide s’il n’y en a pas.',
  'devices.stream.try': 'Essayer',
  'devices.stream.trying': 'Essai en cours…',
  'devices.stream.main': 'Flux :',
  'devices.stream.sub': 'Second flux :',
  'devices.stream.rate': '{rate} images par seconde',
  'devices.stream.sound': 'avec le son ({codec})',
  'devices.stream.silent': 'sans son',
  'devices.stream.some':
    'Tous les navigateurs ne lisent pas cela. Le H.264, dans les réglages de la caméra, se lit partout.',
  'devices.stream.none': 'Les navigateurs ne lisent pas cela. Choisissez H.264 dans les réglages de la caméra.',
  'devices.form.address.masked':
    'Ce qui pourrait être secret est affiché ***. Laissez tel quel pour le garder, ou saisissez de nouveau toute l’adresse.',
  'devices.form.address.public':
    'C’est une adresse internet publique. N’exposez jamais un enregistreur à internet : il s’en fait pirater chaque jour. Passez par un VPN et utilisez son adresse dans votre propre réseau.',
  'devices.form.address.wrong': 'Cela ne ressemble pas à une adresse. Un exemple : 192.168.1.64',
  'devices.form.reach': 'Avant de commencer',
  'devices.form.reach.1': 'L’enregistreur doit être joignable d’ici : même réseau, ou un VPN.',
  'devices.form.reach.2':
    'ISAPI doit être activé : sur l’enregistreur, sous Réseau, Avancé, Protocole d’intégration (il l’est toujours sur certains modèles). Pour les caméras d’autres marques, c’est ONVIF, qui a souvent un utilisateur à part.',
  'devices.form.reach.3': 'Il répond en général sur le port 80, et sur le 443 avec chiffrement.',
  'devices.form.username': 'Utilisateur sur l’appareil',
  'devices.form.password': 'Mot de passe sur l’appareil',
  'devices.form.password.help':
    'Un utilisateur à part, avec peu de droits, est plus sûr que admin. Le mot de passe est conservé chiffré.',
  'devices.form.password.keep': 'Laissez vide pour garder celui qui est conservé.',
  'devices.form.name': 'Nom',
  'devices.form.name.help': 'Laissez vide pour prendre le nom que l’appareil se donne.',
  'devices.form.verify': 'N’accepter qu’un certificat reconnu par le système',
  'devices.form.verify.help':
    'Les enregistreurs sont livrés avec un certificat auto-signé. Si ce réglage est désactivé, il est mémorisé à la première connexion et tout autre est refusé.',
  'devices.form.watch': 'Surveiller cet appareil',
  'devices.form.watch.help':
    'Sinon il reste dans la liste, mais rien ne s’y connecte : pas d’alarmes, rien dans le hub.',
  'devices.form.more': 'Plus',
  'devices.form.stream': 'Les flux viennent de',
  'devices.form.stream.help': 'Seulement si la vidéo vient d’une autre adresse que la page web de l’appareil.',
  'devices.form.test': 'Tester la connexion',
  'devices.form.testing': 'Test en cours…',
  'devices.form.test.reached': 'Joint',
  'devices.form.test.reach': 'Joindre l’appareil',
  'devices.form.test.signedIn': 'Connecté',
  'devices.form.test.signIn': 'Se connecter',
  'devices.form.test.channels': 'Lire les canaux',
  'devices.form.test.tries': {
    one: 'L’appareil permet encore {count} essai avant de bloquer le compte.',
    other: 'L’appareil permet encore {count} essais avant de bloquer le compte.',
  },
  'devices.form.test.self': 'Son certificat est auto-signé. Il est mémorisé quand vous ajoutez l’appareil.',
  'devices.fault.device-unreachable': 'Rien ne répond à cette adresse. L’appareil est-il allumé, et joignable d’ici ?',
  'devices.fault.device-timeout':
    'L’appareil n’a pas répondu à temps. L’adresse est-elle juste, ou est-il en train de démarrer ?',
  'devices.fault.device-refused-login': 'L’appareil a refusé le nom d’utilisateur ou le mot de passe.',
  'devices.fault.device-locked':
    'L’appareil a bloqué ce compte après trop d’erreurs. Attendez une demi-heure ou redémarrez l’appareil, puis essayez encore une fois.',
  'devices.fault.device-garbled':
    'Quelque chose répond, mais pas comme un enregistreur ou une caméra. L’adresse est-elle juste, et ISAPI (ou ONVIF pour une caméra d’une autre marque) est-il activé ?',
  'devices.fault.device-busy': 'L’appareil est trop occupé pour répondre. Réessayez dans une minute.',
  'devices.form.add.do': 'Ajouter l’appareil',
  'devices.form.added': '{name} est ajouté. Ses canaux apparaissent dans un instant.',
  'devices.form.saved': 'Enregistré. Nouvelle connexion…',

  'devices.remove': 'Supprimer cet appareil',
  'devices.remove.title': 'Supprimer « {name} » ?',
  'devices.remove.text':
    'Ses canaux, ses alarmes et ses images sont supprimés ici, et il disparaît du hub. Rien ne change sur l’appareil lui-même.',
  'devices.removed': '« {name} » est supprimé.',
  'devices.gone': 'Cet appareil n’est pas dans la liste.',
  'devices.gone.do': 'Il a peut-être été supprimé.',
  'devices.noRights': 'Seul un administrateur du foyer peut ajouter ou modifier des appareils.',
} satisfies Partial<Translation<typeof english>>
