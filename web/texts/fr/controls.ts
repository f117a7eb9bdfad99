// French for what a device has switched: its inputs and outputs, its holiday, its restart.
import type { controlTexts as english } from '../en/controls.ts'
import type { Translation } from '../translation.ts'

export const controlTexts = {
  'controls.ports': 'Entrées et sorties',
  'controls.inputs': 'Entrées',
  'controls.outputs': 'Sorties',
  'controls.input.on': 'Active',
  'controls.input.off': 'Au repos',
  'controls.on': 'Activé',
  'controls.off': 'Désactivé',
  'controls.untold': 'non indiqué',
  'controls.unread': 'Pas encore lu. La prochaine synchronisation interroge l’appareil.',
  'controls.outputs.help': 'Une sortie que l’appareil donne en impulsion revient d’elle-même après un instant.',
  'controls.outputs.pulse': 'C’était une impulsion : la sortie est de nouveau désactivée.',

  'controls.holidays': 'Vacances',
  'controls.holiday': 'Mode vacances',
  'controls.holiday.help':
    'Active ou désactive les premières vacances de la liste de l’appareil, avec le planning qu’il a pour elles.',

  'controls.restart': 'Redémarrage',
  'controls.restart.lead':
    'Un redémarrage prend environ deux minutes ; images et enregistrement s’interrompent entre-temps.',
  'controls.restart.recorder': 'Redémarrer l’enregistreur',
  'controls.restart.camera': 'Redémarrer la caméra',
  'controls.restart.unknown': 'Redémarrer l’appareil',
  'controls.restart.title': 'Redémarrer « {name} » ?',
  'controls.restart.text':
    'Ses images et son enregistrement s’interrompent environ deux minutes, et aucune alarme n’arrive entre-temps.',
  'controls.restart.do': 'Redémarrer',
  'controls.restarting': 'Redémarrage en cours',
  'controls.restarting.note':
    'Ses images et son enregistrement reviennent d’eux-mêmes, en général en moins de deux minutes. Il n’y a rien à faire.',
} satisfies Partial<Translation<typeof english>>
