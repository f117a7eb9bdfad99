// French for what Porchlight records itself.
import type { recorderTexts as english } from '../en/recorder.ts'
import type { Translation } from '../translation.ts'

export const recorderTexts = {
  'playback.tab.recorder': 'Enregistrer',

  'recorder.lead':
    'Ce que Porchlight enregistre lui-même, sur son propre disque : de caméras sans enregistreur, ou en plus d’un enregistreur. Il ne demande pas de second flux à la caméra.',
  'recorder.none': 'Aucune caméra avec une image en direct',
  'recorder.none.do': 'Ajoutez une caméra ou un enregistreur, et l’enregistrement devient possible ici.',
  'recorder.is.off': 'Non enregistré ici',
  'recorder.is.continuous': 'Enregistré toujours',
  'recorder.is.alarm': 'Enregistré autour des alarmes ({kinds}), de {before} avant à {after} après',
  'recorder.is.schedule': 'Enregistré : {times}',
  'recorder.is.schedule.alarm': 'Autour des alarmes : {times}',
  'recorder.keep.for': { one: 'Gardé {count} jour', other: 'Gardé {count} jours' },
  'recorder.now.nothing': 'Rien n’est enregistré en ce moment',
  'recorder.now.wait': 'Attend une alarme',
  'recorder.now.record': 'Enregistre depuis {time}',
  'recorder.now.begins': 'Commence',
  'recorder.edit': 'Ce qui est enregistré de {name}',
  'recorder.edit.some': 'Ce qui est enregistré',
  'recorder.saved': 'C’est enregistré.',

  'recorder.title.one': 'Ce qui est enregistré de {name}',
  'recorder.title.some': {
    one: 'Ce qui est enregistré de {count} caméra',
    other: 'Ce qui est enregistré de {count} caméras',
  },
  'recorder.replaces': 'Cela remplace ce que ces caméras ont maintenant.',
  'recorder.mode': 'Enregistrer',
  'recorder.mode.off': 'Rien',
  'recorder.mode.continuous': 'Toujours',
  'recorder.mode.alarm': 'Autour des alarmes',
  'recorder.mode.schedule': 'À certaines heures',
  'recorder.record': 'Pendant ces heures',
  'recorder.record.continuous': 'Tout',
  'recorder.record.alarm': 'Seulement autour des alarmes',
  'recorder.length': 'Un nouveau fichier toutes les',
  'recorder.keep': 'Le garder',
  'recorder.keep.always': 'Pour toujours',
  'recorder.days': { one: '{count} jour', other: '{count} jours' },
  'recorder.less': 'Les enregistrements que cela rend trop anciens ou trop nombreux sont supprimés peu après.',
  'recorder.room':
    'Un gigaoctet du disque reste libre (moins sur un petit disque), ou ce qui est réglé sous Système, Stockage : avant cela, les enregistrements les plus anciens de toutes les caméras s’en vont. Ce qui est protégé reste.',
  'recorder.problem.kinds': 'Choisissez un type d’alarme.',
  'recorder.problem.days': 'Choisissez un jour pour chaque plage.',
  'recorder.problem.times': 'Dites quand chaque plage commence et finit.',
} satisfies Partial<Translation<typeof english>>
