// English for walls of live pictures.

export const wallTexts = {
  'live.keys.move': 'To the picture beside it',
  'live.keys.open': 'Open this picture in full',

  'activity.field.columns': 'Side by side',
  'activity.field.cameras': 'Cameras',

  'walls.choose': 'Which pictures',
  'walls.choice.all': 'All cameras',
  'walls.choice.own': 'Your wall',
  'walls.choice.gone': 'No longer there',
  'walls.group.own': 'Your walls',
  'walls.group.recorders': 'Recorders',
  'walls.group.tags': 'Tags',
  'walls.missing': 'This wall is not there',
  'walls.missing.do': 'It has been removed, or it is somebody else’s: everybody has walls of their own.',
  'walls.empty': 'There is no picture on this wall',
  'walls.empty.do': 'Put cameras on it: they are listed below it while you arrange it.',
  'walls.none': 'No picture here now',
  'walls.none.do': 'No camera in use belongs to this recorder or has this tag.',

  'walls.make': 'Make a wall of your own',
  'walls.make.text': {
    one: 'It begins with the camera that you see now. You then add others.',
    other:
      'It begins with the {count} cameras that you see now. You then put them in order, take some out and add others.',
  },
  'walls.make.do': 'Make the wall',
  'walls.name': 'Name of the wall',
  'walls.name.example': 'Front of the house',
  'walls.renamed': 'Wall renamed',
  'walls.remove': 'Remove this wall',
  'walls.removed': 'Wall “{name}” removed',

  'walls.arrange': 'Arrange this wall',
  'walls.arranging': 'Arranging “{name}”',
  'walls.arrange.help':
    'Drag a picture by its grip to its place. By keyboard: Space on the grip takes hold of it, arrow keys move it, Space puts it down.',
  'walls.arranged': 'Wall arranged',
  'walls.columns': 'Side by side',
  'walls.columns.auto': 'As large as possible',
  'walls.done': 'Done',
  'walls.move': 'Move {channel}',
  'walls.takeOut': 'Take {channel} out',
  'walls.takenOut': '{channel} taken out',
  'walls.leftOut': 'Not on this wall',
  'walls.add': 'Put {channel} on the wall',
  'walls.putIn': '{channel} is on the wall',
  'walls.say.held':
    '{channel} is held, place {place} of {count}. Arrow keys move it, Space puts it down, Escape takes it back.',
  'walls.say.moved': '{channel}, place {place} of {count}',
  'walls.say.put': '{channel} put down, place {place} of {count}',
  'walls.say.back': '{channel} is back, place {place} of {count}',

  'walls.screen': 'Only pictures, for a screen on the wall',
  'walls.screen.of': 'Only pictures: {name}',
  'walls.screen.leave': 'Back to the page',
  'walls.screen.before': 'Pictures before',
  'walls.screen.next': 'Next pictures',
  'walls.screen.page': '{page} of {pages}',
  'walls.screen.each': 'Pictures at once',
  'walls.screen.fitting': 'As many as fit',
  'walls.screen.pictures': { one: '{count} picture', other: '{count} pictures' },
  'walls.screen.every': 'Next pictures after',
  'walls.screen.seconds': { one: 'every {count} second', other: 'every {count} seconds' },
  'walls.screen.byHand': 'when you turn',
  'walls.screen.sleeps':
    'This screen may go dark by itself. Browsers let a page keep it on only over HTTPS; else set it in the tablet.',
  'walls.screen.sleeps.ok': 'I see',
} as const
