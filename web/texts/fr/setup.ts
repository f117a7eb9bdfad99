// French for the first minutes.
import type { setupTexts as english } from '../en/setup.ts'
import type { Translation } from '../translation.ts'

export const setupTexts = {
  'setup.title': 'Mise en route',
  'setup.lead': 'Des appareils, une image, le hub : ce que demandent les premières minutes, pas à pas.',
  'setup.begin': 'Mise en route pas à pas',
  'setup.continue': 'Poursuivre la mise en route',
  'setup.steps': 'Étapes',
  'setup.step.find': 'Appareils',
  'setup.step.picture': 'Image',
  'setup.step.hub': 'Hub',
  'setup.step.done': 'Prêt',
  'setup.isDone': 'terminé',
  'setup.next': 'Suivant',
  'setup.later': 'Plus tard',
  'setup.end': 'Arrêter',
  'setup.ended': 'Arrêtée. La recherche la retrouve sous « Mise en route ».',
  'setup.find': 'Quels enregistreurs et caméras y a-t-il ?',
  'setup.refused':
    'Les mêmes identifiants ouvrent-ils la page de l’appareil dans un navigateur ? Vérifiez-y le nom de l’utilisateur et s’il est bloqué : après trop d’essais, personne n’entre pendant une demi-heure. Rien n’est réessayé tout seul.',
  'setup.picture': 'Une image bouge-t-elle ?',
  'setup.picture.camera': 'Caméra',
  'setup.picture.moves': '{camera} est en direct.',
  'setup.picture.none': 'Pas encore d’image animée.',
  'setup.picture.none.do':
    'Essayez une autre caméra. Si aucune ne vient : la page de l’appareil la montre-t-elle, l’utilisateur indiqué peut-il la voir en direct, et le RTSP (port 554) y est-il activé ?',
  'setup.hub': 'Y a-t-il un hub domotique ?',
  'setup.hub.none': 'Je n’ai pas de hub',
  'setup.hub.inside': 'Utiliser le broker d’ici',
  'setup.done': 'Où aller ensuite',
  'setup.done.open': 'Encore à faire :',
  'setup.done.live': 'Toutes les caméras côte à côte.',
  'setup.done.playback': 'Ce que les enregistreurs ont enregistré, jour par jour.',
  'setup.done.alarms': 'Ce qui s’est passé, et le chemin vers ce moment.',
  'setup.done.phone': 'Sur le téléphone',
  'words.setup.title': 'assistant premiers pas commencer débuter installer configurer',
} satisfies Partial<Translation<typeof english>>
