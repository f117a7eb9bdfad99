// French for automatic downloads.
import type { ruleTexts as english } from '../en/rules.ts'
import type { Translation } from '../translation.ts'

export const ruleTexts = {
  'playback.tab.rules': 'Automatique',

  'rules.lead':
    'Ce qui est récupéré sur les enregistreurs sans que personne le demande. Cela attend que les demandes des personnes soient servies.',
  'rules.none': 'Rien n’est récupéré automatiquement.',
  'rules.last': 'Tout ce qui date de moins de {hours}',
  'rules.around': 'Autour des alarmes de moins de {hours} ({kinds}) : de {before} avant à {after} après',
  'rules.kinds.every': 'tous les types',
  'rules.begins': 'Commence {times}',
  'rules.span': '{days} {from}–{to}',
  'rules.keep.ever': 'Gardé pour toujours',
  'rules.keep.for': 'Gardé {time}',
  'rules.keep.most': '{keep}, au plus {size}',
  'rules.make': 'Récupérer {name} automatiquement',
  'rules.edit': 'Modifier ce qui est récupéré de {name}',
  'rules.edit.some': 'Ce qui est récupéré',
  'rules.remove': 'Ne plus rien récupérer de {name}',
  'rules.removed': '{name} n’est plus récupéré automatiquement. Ce qui l’a été reste.',
  'rules.saved': 'C’est enregistré. Le premier regard sur l’enregistreur vient bientôt.',
  'rules.chosen': { one: '{count} canal', other: '{count} canaux' },

  'rules.title.one': 'Ce qui est récupéré de {name}',
  'rules.title.some': {
    one: 'Ce qui est récupéré de {count} canal',
    other: 'Ce qui est récupéré de {count} canaux',
  },
  'rules.replaces': 'Cela remplace ce que ces canaux ont maintenant.',
  'rules.mode': 'Récupérer',
  'rules.mode.last_hours': 'Tout',
  'rules.mode.around_alarms': 'Seulement autour des alarmes',
  'rules.hours': 'En remontant de',
  'rules.before': 'Depuis avant une alarme',
  'rules.after': 'Jusqu’après sa fin',
  'rules.kinds': 'Types d’alarme',
  'rules.kinds.all': 'Alarmes de tous les types',
  'rules.kinds.some': { one: 'Alarmes de {count} type', other: 'Alarmes de {count} types' },
  'rules.times': 'Ne commencer qu’à certaines heures',
  'rules.times.help': 'À l’horloge de l’enregistreur. Ce qui a commencé va jusqu’au bout.',
  'rules.times.span': 'Plage {number}',
  'rules.times.from': 'De',
  'rules.times.to': 'À',
  'rules.times.add': 'Une autre plage',
  'rules.times.remove': 'Supprimer la plage {number}',
  'rules.keep': 'Le garder',
  'rules.keep.always': 'Pour toujours',
  'rules.quota': 'Place sur le disque',
  'rules.quota.help': 'Pour chaque canal. Quand elle est épuisée, le plus ancien s’en va ; ce qui est protégé, jamais.',
  'rules.quota.none': 'Autant qu’il y en a',
  'rules.less':
    'Les enregistrements récupérés que cette règle rend trop anciens ou trop nombreux sont supprimés peu après.',
  'rules.problem.kinds': 'Choisissez un type d’alarme.',
  'rules.problem.days': 'Choisissez un jour pour chaque plage.',
  'rules.problem.times': 'Dites quand chaque plage commence et finit.',

  'downloads.title': 'Téléchargements',
  'downloads.mbit': 'Limite de vitesse en Mbit par seconde',
  'downloads.mbit.help':
    'De tous les téléchargements ensemble, automatiques ou à la main. Vide : aussi vite que possible.',
  'downloads.mbit.wrong': 'Un nombre de 1 à 10000, s’il vous plaît, ou rien.',
  'downloads.raw': 'Garder aussi le fichier d’origine de l’enregistreur',
  'downloads.raw.help': 'À côté de chaque enregistrement, tel qu’il est venu. Il prend encore une fois la même place.',
  'downloads.saved': 'C’est enregistré.',
} satisfies Partial<Translation<typeof english>>
