// English for the calendar of what the recorders have.

export const playbackTexts = {
  'nav.playback': 'Playback',

  'playback.month': 'Month',
  'playback.before': 'Month before',
  'playback.after': 'Month after',
  'playback.today': 'This month',
  'playback.table': 'What is recorded in {month}',
  'playback.channel': 'Channel',
  'playback.reading': 'Reading …',
  'playback.reading.help': 'The recorder is being asked for what is missing of this month. It appears here by itself.',
  'playback.away': 'Away: shown is what is known',
  'playback.fault': 'Could not be loaded',
  'playback.no.channels': 'No channel that you may play.',

  'playback.none': 'No recorder yet',
  'playback.none.do': 'Add one, and each day that it has recorded appears here.',
  'playback.without': 'No footage to play',
  'playback.without.do':
    'None of your devices records by itself and tells about it, or you may not play what it keeps.',
  'playback.without.record': 'Let Porchlight record',

  'playback.legend': 'What the cells mean',
  'playback.legend.less': 'less',
  'playback.legend.more': 'more recorded',
  'playback.legend.missing': 'scheduled, but missing',
  'playback.legend.unread': 'recorded, amount not read yet',
  'playback.legend.keys': 'Arrow keys move from day to day, Enter opens one.',

  'playback.cell.day': '{day}: {words}',
  'playback.cell.share': '{length} of 24 h',
  'playback.cell.missing': '{words}, {length} of the schedule missing',
  'playback.cell.nothing': 'nothing recorded',
  'playback.cell.absent': 'nothing recorded, although scheduled',
  'playback.cell.unread': 'recorded, amount not read yet',
  'playback.cell.unknown': 'not known',
  'playback.cell.future': 'still to come',

  'playback.hours': '{hours} h',
  'playback.hoursMinutes': '{hours} h {minutes} min',
  'playback.minutes': '{minutes} min',
  'playback.underMinute': 'less than a minute',

  'playback.day.close': 'Close this day',
  'playback.day.before': 'Day before',
  'playback.day.after': 'Day after',
  'playback.day.clock': 'Times are the recorder’s own.',
  'playback.day.ranges': 'Recorded',
  'playback.day.count': { one: '{count} stretch of footage', other: '{count} stretches of footage' },
  'playback.day.range': '{from} to {to}',
  'playback.day.length': '({length})',
  'playback.day.others': 'The other channels',
} as const
