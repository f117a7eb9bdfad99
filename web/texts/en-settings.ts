// English for the settings: their search and list, and the shorter ones of their pages.

export const settingTexts = {
  'settings.search': 'Search the settings',
  'settings.list': 'Settings',
  'settings.found': { one: '{count} setting found', other: '{count} settings found' },
  'settings.found.list': 'Found settings',
  'settings.found.none': 'No setting is called so. Try another word, or fewer.',
  'settings.noRights': 'Only an admin of the household sets this.',
  'settings.founders': 'Only the founder of this Porchlight sets this.',
  'settings.look.lead': 'How the pages look in this browser.',
  'settings.alarms.short': 'How long they are kept, and when one has ended.',
  'settings.webhooks.short': 'Programs of yours that are told of every alarm.',
  'settings.security': 'Security',
  'settings.security.lead': 'Front ends at other addresses, and another secret key.',
  'settings.backup.short': 'One file with all that Porchlight knows, made, saved and restored.',
  'settings.about': 'About',
  'settings.about.lead': 'The version, and the description of the API.',

  'settings.month': 'Playback calendar',
  'settings.month.lead': 'Which days of a month the calendar draws, for everybody here.',
  'settings.month.first': 'First day',
  'settings.month.last': 'Last day',
  'settings.month.order': 'Newest day first',
  'settings.month.wrong': 'A day from 1 to 31, please.',
  'settings.month.turned': 'The last day cannot be before the first.',
  'settings.month.saved': 'The calendar’s days are saved.',

  'settings.origins': 'Other front ends',
  'settings.origins.lead':
    'Pages at these addresses may use Porchlight from a browser, once somebody signs in there. Leave it empty if you have none.',
  'settings.origins.label': 'Their addresses, one a line',
  'settings.origins.example': 'http://192.168.1.9:5173',
  'settings.origins.saved': 'The addresses are saved.',
} as const
