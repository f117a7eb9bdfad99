// Vietnamese for search and keys of the shell, and for what is installed.
import type { shellTexts as english } from '../en/shell.ts'
import type { Translation } from '../translation.ts'

export const shellTexts = {
  'nav.key': '{place} (G, rồi {key})',

  'keys.open': 'Phím tắt',
  'keys.open.hint': 'Nhấn ? để xem tất cả phím tắt.',
  'keys.everywhere': 'Ở mọi nơi',
  'keys.go': 'Đến một trang',
  'keys.or': 'hoặc',
  'keys.list': 'Hiện các phím tắt',
  'keys.name.space': 'Phím cách',
  'keys.name.enter': 'Enter',
  'keys.name.escape': 'Esc',
  'keys.name.delete': 'Delete',
  'keys.name.left': 'Mũi tên trái',
  'keys.name.right': 'Mũi tên phải',
  'keys.name.up': 'Mũi tên lên',
  'keys.name.down': 'Mũi tên xuống',
  'keys.play': 'Phát hoặc tạm dừng',
  'keys.back': 'Lùi mười giây; với Shift thì một phút',
  'keys.on': 'Tiến mười giây; với Shift thì một phút',
  'keys.above': 'Camera phía trên',
  'keys.below': 'Camera phía dưới',
  'keys.alarm.next': 'Báo động sau',
  'keys.alarm.previous': 'Báo động trước',
  'keys.export': 'Xuất đoạn đã đánh dấu',
  'keys.unmark': 'Xóa các dấu',
  'keys.live': 'Về trực tiếp',
  'keys.sound': 'Bật hoặc tắt tiếng',

  'find.anything': 'Tìm bất cứ gì',
  'find.hint': 'Camera, trang, cài đặt …',
  'find.answers': { other: '{count} kết quả' },
  'find.nothing': 'Không có gì tên “{typed}”.',
  'find.group.recent': 'Gần đây',
  'find.group.cameras': 'Trực tiếp',
  'find.group.walls': 'Bảng hình',
  'find.group.footage': 'Video đã ghi',
  'find.group.devices': 'Đầu ghi và camera',
  'find.group.pages': 'Trang',
  'find.group.people': 'Thành viên',
  'find.group.settings': 'Cài đặt',

  'app.unloaded.page': 'Không tải được trang này.',
  'app.unloaded.do':
    'Có thể phiên bản mới hơn đã được cài, hoặc lúc này không kết nối được với Porchlight. Hãy tải lại để biết.',
  'app.unloaded': 'Không tải được. Porchlight có đang chạy không?',
} satisfies Partial<Translation<typeof english>>
