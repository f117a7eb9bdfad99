// English for the settings: their search and list, and the shorter ones of their pages.

export const settingTexts = {
  'settings.search': 'Search the settings',
  'settings.list': 'Settings',
  'settings.found': { one: '{count} setting found', other: '{count} settings found' },
  'settings.found.list': 'Found settings',
  'settings.found.none': 'No setting is called so. Try another word, or fewer.',
  'settings.noRights': 'Only an admin of the household sets this.',
  'settings.founders': 'Only the founder of this Porchlight sets this.',
  'settings.look.lead': 'How the pages look in this browser, and which language they speak.',
  'settings.look.language': 'Language',
  'settings.look.language.own': 'As the browser says ({language})',
  'settings.look.language.help': 'Of the pages. What the API answers, the log and names stay as they are.',
  'settings.look.zone': 'Times by the clock of',
  'settings.look.zone.browser': 'this browser ({zone})',
  'settings.look.zone.appliance': 'Porchlight ({zone})',
  'settings.look.zone.help': 'A recorder with a clock in another zone shows its own beside it.',
  'settings.alarms.short': 'How long they are kept, and when one has ended.',
  'settings.webhooks.short': 'Programs of yours that are told of every alarm.',
  'settings.security': 'Security',
  'settings.security.lead': 'The address from outside, HTTPS, other front ends, new households, another secret key.',
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
  'settings.frames.label': 'Pages that may show Porchlight in a frame, one a line',
  'settings.frames.help': 'A dashboard, for instance. Its address as the browser shows it, without a path.',
  'settings.frames.example': 'https://hub.example:8123',

  'settings.dialects': 'Programs for other recorders',
  'settings.dialects.lightnvr': 'Answer programs that were written for LightNVR',
  'settings.dialects.vibenvr': 'Answer programs that were written for VibeNVR',
  'settings.dialects.lead':
    'They sign in with the accounts and keys of Porchlight. Switched off, nobody is answered there, also at ports of its own.',
  'settings.dialects.at': 'At {address}',
  'settings.dialects.on': 'Programs that were written for {name} are answered.',
  'settings.dialects.off': 'Programs that were written for {name} are answered no more.',

  'settings.reach': 'How Porchlight is reached',
  'settings.reach.lead': 'Needed where a proxy stands before Porchlight, or where others are told its address.',
  'settings.reach.url': 'Address from outside',
  'settings.reach.url.help':
    'As it is typed into a browser. The hub is told it, so that its links and its pictures of alarms lead here.',
  'settings.reach.url.example': 'https://porchlight.example',
  'settings.reach.hsts': 'Only by HTTPS',
  'settings.reach.hsts.help':
    'A browser that came by HTTPS once comes by nothing else for so long. Begin with a day: when the certificate has ended, nobody comes in until there is another. Without HTTPS this does nothing.',
  'settings.reach.hsts.none': 'Not asked for',
  'settings.reach.hsts.forget': 'Take it back',
  'settings.reach.hsts.for': 'For {length}',
  'settings.reach.hsts.days': { one: 'For {count} day', other: 'For {count} days' },
  'settings.reach.saved': 'How Porchlight is reached is saved.',

  'settings.strangers': 'New households',
  'settings.strangers.open': 'Strangers may make an account here',
  'settings.strangers.help':
    'Each begins a household of his own, which sees nothing of yours, nor you of his. People of your own household you add on the page “People”.',
  'settings.strangers.on': 'Strangers may make an account here now.',
  'settings.strangers.off': 'Nobody makes an account here by himself any more.',

  restream: 'Restreaming',
  'restream.short': 'MediaMTX or go2rtc hand the video on to other programs.',
  'restream.lead':
    'Another program of yours hands the video on to others. Porchlight tells it the cameras’ addresses, with their logins, and takes away only what it put there.',
  'restream.kind': 'Program',
  'restream.off': 'None',
  'restream.api': 'Address of its API',
  'restream.api.help': 'As this machine reaches it. User and password only where it asks for them.',
  'restream.rtsp': 'Its video for others',
  'restream.webrtc': 'Its pages for others',
  'restream.others.help':
    'The beginning of its RTSP or WebRTC addresses, as others at home reach it. Left empty, nobody is told one.',
  'restream.saved': 'Restreaming is saved.',
  'restream.asking': 'It has not answered yet.',
  'restream.trouble.silent':
    'It has not answered as it should since {time}. Is it on, and its address right? Porchlight goes on trying.',
  'restream.trouble.login': 'It has refused our user name and password since {time}. Enter the right ones below.',
  'restream.trouble.strange': 'What has answered there since {time} is another program. Look at program and address.',
  'restream.there': {
    one: 'Connected since {time}. It has {count} picture of your cameras.',
    other: 'Connected since {time}. It has {count} pictures of your cameras.',
  },
  'restream.refused': {
    one: '{count} device refuses our login, so its pictures are not there. Enter the right one on the page “Devices”.',
    other:
      '{count} devices refuse our login, so their pictures are not there. Enter the right ones on the page “Devices”.',
  },
  'restream.untaken': { one: 'It did not take {count} address.', other: 'It did not take {count} addresses.' },
} as const
