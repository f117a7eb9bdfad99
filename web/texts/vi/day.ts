// Vietnamese for the timeline of a day and for playing footage.
import type { dayTexts as english } from '../en/day.ts'
import type { Translation } from '../translation.ts'

export const dayTexts = {
  'day.at': '{day}, {time}',
  'day.title': 'Xem lại {channel}',
  'day.month': 'Đến tháng',
  'day.gone': 'Không có kênh này.',
  'day.gone.do': 'Có thể kênh đã bị xóa, hoặc không lưu video nào bạn được xem lại.',
  'day.picture': 'Video của {channel}',
  'day.channels': 'Kênh',
  'day.choose': 'Chọn kênh',
  'day.moment': 'Thời điểm',
  'day.controls': 'Phát',
  'day.clock': 'Giờ hiện là giờ của đầu ghi.',
  'day.keys':
    'Phím cách để phát và tạm dừng, mũi tên nhảy 10 giây, thêm Shift thì một phút. [ và ] đánh dấu một đoạn, E xuất đoạn đó, + và − phóng to thu nhỏ, N và P đi từ báo động này sang báo động khác, L về trực tiếp.',

  'day.legend': 'Ý nghĩa của các dải',
  'day.legend.footage': 'đã ghi',
  'day.legend.motion': 'chỉ khi có chuyển động',
  'day.legend.gap': 'thiếu',
  'day.legend.copy': 'bản lưu ở đây',

  'day.starting': 'Đang hỏi đầu ghi …',
  'day.waiting': 'Đang chờ đầu ghi …',
  'day.ended': 'Sau chỗ này không có gì được ghi.',
  'day.from.copy': 'bản lưu ở đây',
  'day.from.recorder': 'từ đầu ghi',

  'day.play': 'Phát',
  'day.pause': 'Tạm dừng',
  'day.back': 'Lùi mười giây',
  'day.forward': 'Tiến mười giây',
  'day.rate': 'Tốc độ',
  'day.live': 'Trực tiếp',
  'day.zoom.in': 'Gần hơn',
  'day.zoom.out': 'Rộng hơn',
  'day.alarm': '{kind} lúc {time}',
  'day.alarms': { other: '{first} và {count} báo động nữa' },
  'day.gap': '{cause}: không ghi từ {from} đến {to}',

  'gaps.cause.clock_jump': 'Đồng hồ bị nhảy',
  'gaps.cause.device_offline': 'Đầu ghi mất kết nối',
  'gaps.cause.disk_error': 'Lỗi ổ đĩa',
  'gaps.cause.no_video': 'Không có hình từ camera',
  'gaps.cause.motion_only': 'Chỉ ghi khi có chuyển động',
  'gaps.cause.unknown': 'Không rõ nguyên nhân',

  'day.mark.from': 'Đoạn bắt đầu ở đây',
  'day.mark.to': 'Đoạn kết thúc ở đây',
  'day.export': 'Xuất',
  'day.export.key': 'Xuất đoạn đã đánh dấu (E)',
  'day.export.title': 'Xuất đoạn này',
  'day.export.as': 'Dạng',
  'day.export.film': 'Một phim',
  'day.export.clips': 'Các clip của đầu ghi',
  'day.export.film.note':
    'Một tệp MP4 từ khung hình khóa trước điểm đầu đến điểm cuối, không nén lại. Tệp được giữ trong phần bản ghi, từ đó có thể lưu về máy.',
  'day.export.clips.note': 'Mỗi clip có phần trong đoạn này được tải về trọn vẹn và giữ trong phần bản ghi.',
  'day.export.from': 'Từ',
  'day.export.to': 'Đến',
  'day.export.length': 'Độ dài',
  'day.export.queued': 'Đang tạo. Dòng ở trên cùng cho biết tiến độ.',
  'day.export.unmarked': 'Trước hết hãy đánh dấu đầu và cuối đoạn bằng [ và ].',
} satisfies Partial<Translation<typeof english>>
