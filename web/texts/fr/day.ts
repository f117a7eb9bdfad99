// French for the timeline of a day and for playing footage.
import type { dayTexts as english } from '../en/day.ts'
import type { Translation } from '../translation.ts'

export const dayTexts = {
  'day.at': '{day}, {time}',
  'day.title': 'Relecture de {channel}',
  'day.month': 'Vers le mois',
  'day.gone': 'Ce canal n’existe pas.',
  'day.gone.do': 'Il a peut-être été supprimé, ou ne garde pas de vidéo que vous puissiez revoir.',
  'day.picture': 'Vidéo de {channel}',
  'day.channels': 'Canaux',
  'day.choose': 'Choisir des canaux',
  'day.moment': 'Moment',
  'day.controls': 'Lecture',
  'day.clock': 'Les heures sont celles de l’enregistreur.',
  'day.keys':
    'Espace lit et met en pause, les flèches avancent de 10 secondes, avec Maj d’une minute. [ et ] marquent un intervalle, E l’exporte, + et − zooment, N et P vont d’alarme en alarme, L va au direct.',

  'day.legend': 'Ce que montrent les pistes',
  'day.legend.footage': 'enregistré',
  'day.legend.motion': 'sur mouvement seulement',
  'day.legend.gap': 'manquant',
  'day.legend.copy': 'notre copie',

  'day.starting': 'Demande à l’enregistreur…',
  'day.waiting': 'En attente de l’enregistreur…',
  'day.ended': 'Rien n’est enregistré après ceci.',
  'day.from.copy': 'notre copie',
  'day.from.recorder': 'de l’enregistreur',

  'day.play': 'Lire',
  'day.pause': 'Pause',
  'day.back': 'Reculer de dix secondes',
  'day.forward': 'Avancer de dix secondes',
  'day.rate': 'Vitesse',
  'day.live': 'Direct',
  'day.zoom.in': 'De plus près',
  'day.zoom.out': 'De plus loin',
  'day.alarm': '{kind} à {time}',
  'day.alarms': { one: '{first} et {count} autre alarme', other: '{first} et {count} autres alarmes' },
  'day.gap': '{cause} : non enregistré de {from} à {to}',

  'gaps.cause.clock_jump': 'L’horloge a sauté',
  'gaps.cause.device_offline': 'Enregistreur injoignable',
  'gaps.cause.disk_error': 'Défaut de disque',
  'gaps.cause.no_video': 'Pas d’image de la caméra',
  'gaps.cause.motion_only': 'N’enregistre que sur mouvement',
  'gaps.cause.unknown': 'Cause inconnue',

  'day.mark.from': 'L’intervalle commence ici',
  'day.mark.to': 'L’intervalle finit ici',
  'day.export': 'Exporter',
  'day.export.key': 'Exporter l’intervalle marqué (E)',
  'day.export.title': 'Exporter cet intervalle',
  'day.export.as': 'En',
  'day.export.film': 'Un seul film',
  'day.export.clips': 'Les clips de l’enregistreur',
  'day.export.film.note':
    'Un MP4 depuis l’image clé qui précède le début jusqu’à la fin, sans réencodage. Il est gardé parmi les enregistrements, où l’on peut l’enregistrer.',
  'day.export.clips.note':
    'Chaque clip qui touche l’intervalle est récupéré en entier et gardé parmi les enregistrements.',
  'day.export.from': 'De',
  'day.export.to': 'À',
  'day.export.length': 'Durée',
  'day.export.queued': 'Il est en préparation. La ligne du haut dit où il en est.',
  'day.export.unmarked': 'Marquez d’abord où l’intervalle commence et finit, avec [ et ].',
} satisfies Partial<Translation<typeof english>>
