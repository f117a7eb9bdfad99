// Vietnamese for the calendar of what the recorders have.
import type { playbackTexts as english } from '../en/playback.ts'
import type { Translation } from '../translation.ts'

export const playbackTexts = {
  'nav.playback': 'Xem lại',

  'playback.month': 'Tháng',
  'playback.before': 'Tháng trước',
  'playback.after': 'Tháng sau',
  'playback.today': 'Tháng này',
  'playback.table': 'Những gì được ghi trong {month}',
  'playback.channel': 'Kênh',
  'playback.reading': 'Đang đọc …',
  'playback.reading.help': 'Đang hỏi đầu ghi phần còn thiếu của tháng này. Nó sẽ tự hiện ở đây.',
  'playback.away': 'Mất kết nối: đang hiện những gì đã biết',
  'playback.fault': 'Không tải được',
  'playback.no.channels': 'Không có kênh nào bạn được xem lại.',

  'playback.none': 'Chưa có đầu ghi nào',
  'playback.none.do': 'Hãy thêm một đầu ghi, mỗi ngày nó đã ghi sẽ hiện ở đây.',
  'playback.without': 'Không có video để xem lại',
  'playback.without.do':
    'Không thiết bị nào của bạn tự ghi và cho biết về việc đó, hoặc bạn không được xem lại những gì nó lưu.',
  'playback.without.record': 'Để Porchlight ghi',

  'playback.legend': 'Ý nghĩa của các ô',
  'playback.legend.less': 'ít',
  'playback.legend.more': 'ghi nhiều hơn',
  'playback.legend.missing': 'có trong lịch nhưng thiếu',
  'playback.legend.unread': 'đã ghi, chưa đọc bao nhiêu',
  'playback.legend.keys': 'Phím mũi tên đi từ ngày này sang ngày khác, Enter để mở.',

  'playback.cell.day': '{day}: {words}',
  'playback.cell.share': '{length} trên 24 giờ',
  'playback.cell.missing': '{words}, thiếu {length} so với lịch',
  'playback.cell.nothing': 'không ghi gì',
  'playback.cell.absent': 'không ghi gì, dù có trong lịch',
  'playback.cell.unread': 'đã ghi, chưa đọc bao nhiêu',
  'playback.cell.unknown': 'không rõ',
  'playback.cell.future': 'chưa đến',

  'playback.hours': '{hours} giờ',
  'playback.hoursMinutes': '{hours} giờ {minutes} phút',
  'playback.minutes': '{minutes} phút',
  'playback.underMinute': 'dưới một phút',

  'playback.day.close': 'Đóng ngày này',
  'playback.day.before': 'Ngày trước',
  'playback.day.after': 'Ngày sau',
  'playback.day.clock': 'Giờ hiện là giờ của đầu ghi.',
  'playback.day.ranges': 'Đã ghi',
  'playback.day.count': { other: '{count} đoạn video' },
  'playback.day.range': '{from} đến {to}',
  'playback.day.length': '({length})',
  'playback.day.others': 'Các kênh khác',
} satisfies Partial<Translation<typeof english>>
