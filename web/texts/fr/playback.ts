// French for the calendar of what the recorders have.
import type { playbackTexts as english } from '../en/playback.ts'
import type { Translation } from '../translation.ts'

export const playbackTexts = {
  'nav.playback': 'Relecture',

  'playback.month': 'Mois',
  'playback.before': 'Mois précédent',
  'playback.after': 'Mois suivant',
  'playback.today': 'Ce mois-ci',
  'playback.table': 'Ce qui est enregistré en {month}',
  'playback.channel': 'Canal',
  'playback.reading': 'Lecture…',
  'playback.reading.help': 'Ce qui manque de ce mois est demandé à l’enregistreur. Cela apparaît ici tout seul.',
  'playback.away': 'Injoignable : voici ce qui est connu',
  'playback.fault': 'Chargement impossible',
  'playback.no.channels': 'Aucun canal que vous puissiez revoir.',

  'playback.none': 'Pas encore d’enregistreur',
  'playback.none.do': 'Ajoutez-en un, et chaque jour qu’il a enregistré apparaît ici.',
  'playback.without': 'Pas de vidéo à revoir',
  'playback.without.do':
    'Aucun de vos appareils n’enregistre de lui-même en le faisant savoir, ou vous ne pouvez pas revoir ce qu’il garde.',
  'playback.without.record': 'Faire enregistrer par Porchlight',

  'playback.legend': 'Signification des cases',
  'playback.legend.less': 'moins',
  'playback.legend.more': 'plus enregistré',
  'playback.legend.missing': 'prévu, mais manquant',
  'playback.legend.unread': 'enregistré, quantité pas encore lue',
  'playback.legend.keys': 'Les flèches vont de jour en jour, Entrée en ouvre un.',

  'playback.cell.day': '{day} : {words}',
  'playback.cell.share': '{length} sur 24 h',
  'playback.cell.missing': '{words}, il manque {length} du planning',
  'playback.cell.nothing': 'rien d’enregistré',
  'playback.cell.absent': 'rien d’enregistré, bien que prévu',
  'playback.cell.unread': 'enregistré, quantité pas encore lue',
  'playback.cell.unknown': 'inconnu',
  'playback.cell.future': 'encore à venir',

  'playback.hours': '{hours} h',
  'playback.hoursMinutes': '{hours} h {minutes} min',
  'playback.minutes': '{minutes} min',
  'playback.underMinute': 'moins d’une minute',

  'playback.day.close': 'Fermer ce jour',
  'playback.day.before': 'Jour précédent',
  'playback.day.after': 'Jour suivant',
  'playback.day.clock': 'Les heures sont celles de l’enregistreur.',
  'playback.day.ranges': 'Enregistré',
  'playback.day.count': { one: '{count} séquence vidéo', other: '{count} séquences vidéo' },
  'playback.day.range': 'de {from} à {to}',
  'playback.day.length': '({length})',
  'playback.day.others': 'Les autres canaux',
} satisfies Partial<Translation<typeof english>>
