// French for the zones of a camera's picture.
import type { zoneTexts as english } from '../en/zones.ts'
import type { Translation } from '../translation.ts'

export const zoneTexts = {
  'zones.title': 'Zones',
  'zones.of': 'Zones de {channel}',
  'zones.open': 'Zones de cette image',
  'zones.back': 'Retour à la caméra',
  'zones.lead':
    'Les alarmes qui indiquent un endroit hors de toutes les zones ne lancent pas d’enregistrement. Celles qui n’en indiquent aucun sont enregistrées, et toutes sont signalées.',
  'zones.none': 'Il n’y a pas de zone : les alarmes comptent partout dans l’image.',
  'zones.how':
    'Faites glisser les coins, ou déplacez-les avec les flèches. Un petit cercle ajoute un coin ; Suppr ou un double clic en retire un.',
  'zones.name.new': 'Zone {number}',
  'zones.unnamed': 'Sans nom',
  'zones.name': 'Nom',
  'zones.color': 'Couleur',
  'zones.on': 'Compte',
  'zones.off': 'ne compte pas',
  'zones.add': 'Nouvelle zone',
  'zones.save': 'Enregistrer les zones',
  'zones.saved': 'Zones enregistrées.',
  'zones.remove': 'Supprimer {name}',
  'zones.corner': 'Coin {number} : {x} % depuis la gauche, {y} % depuis le haut',
  'zones.corner.add': 'Ajouter un coin après le coin {number}',
} satisfies Partial<Translation<typeof english>>
