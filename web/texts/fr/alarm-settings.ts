// French for how long alarms are kept, and how long they last.
import type { alarmSettingTexts as english } from '../en/alarm-settings.ts'
import type { Translation } from '../translation.ts'

export const alarmSettingTexts = {
  'settings.alarms': 'Alarmes',
  'settings.alarms.lead':
    'Les anciennes alarmes s’en vont d’elles-mêmes, et leurs images avec elles. Une alarme en cours reste jusqu’à sa fin.',
  'settings.alarms.days': 'Les garder',
  'settings.alarms.days.some': { one: '{count} jour', other: '{count} jours' },
  'settings.alarms.count': 'Et pas plus de',
  'settings.alarms.count.help': 'S’il y en a plus, les plus anciennes partent d’abord.',
  'settings.alarms.saved': 'La durée de conservation des alarmes est enregistrée.',
  'settings.alarms.fewer.title': 'Garder moins d’alarmes ?',
  'settings.alarms.fewer.text':
    'Ce qui est trop ancien ou de trop est supprimé, avec ses images. Il n’est pas possible de revenir en arrière.',
  'settings.alarms.fewer.do': 'En garder moins',
  'settings.pictures': 'Images',
  'settings.pictures.lead':
    'Les images venues avec des alarmes et celles que vous avez gardées. Les plus anciennes s’en vont d’elles-mêmes ; celles qui sont protégées restent.',
  'settings.pictures.days': 'Garder les images',
  'settings.pictures.bytes': 'Et pas plus que ceci sur le disque',
  'settings.pictures.saved': 'La durée de conservation des images est enregistrée.',
  'settings.pictures.fewer.title': 'Garder moins d’images ?',
  'settings.pictures.fewer.text':
    'Ce qui est trop ancien ou de trop est supprimé, sauf ce qui est protégé. Il n’est pas possible de revenir en arrière.',
  'settings.hold': 'Durée d’une alarme',
  'settings.hold.lead':
    'Un enregistreur répète une alarme tant qu’elle continue. Quand rien n’est venu pendant ce nombre de secondes, elle est finie. Un champ vide veut dire : comme d’habitude pour ce type. Avec 0, seul l’enregistreur lui-même y met fin.',
  'settings.hold.usual': 'comme d’habitude',
  'settings.hold.wrong': 'Un nombre de secondes de 0 à 86 400, s’il vous plaît.',
  'settings.hold.saved': 'La durée des alarmes est enregistrée.',
} satisfies Partial<Translation<typeof english>>
