// English for what the household sets of its calendar, and the founder for front ends elsewhere.

export const settingTexts = {
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
