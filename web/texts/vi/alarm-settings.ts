// Vietnamese for how long alarms are kept, and how long they last.
import type { alarmSettingTexts as english } from '../en/alarm-settings.ts'
import type { Translation } from '../translation.ts'

export const alarmSettingTexts = {
  'settings.alarms': 'Báo động',
  'settings.alarms.lead':
    'Báo động cũ tự mất đi, kèm theo ảnh của chúng. Báo động đang diễn ra được giữ cho đến khi kết thúc.',
  'settings.alarms.days': 'Giữ trong',
  'settings.alarms.days.some': { other: '{count} ngày' },
  'settings.alarms.count': 'Và không nhiều hơn',
  'settings.alarms.count.help': 'Khi có nhiều hơn, báo động cũ nhất bị xóa trước.',
  'settings.alarms.saved': 'Đã lưu thời gian giữ báo động.',
  'settings.alarms.fewer.title': 'Giữ ít báo động hơn?',
  'settings.alarms.fewer.text': 'Những gì cũ hơn hoặc quá nhiều sẽ bị xóa, kèm theo ảnh. Không thể hoàn tác.',
  'settings.alarms.fewer.do': 'Giữ ít hơn',
  'settings.pictures': 'Ảnh',
  'settings.pictures.lead':
    'Ảnh kèm báo động và ảnh được giữ bằng tay. Ảnh cũ nhất tự mất đi; ảnh được bảo vệ vẫn còn.',
  'settings.pictures.days': 'Giữ ảnh trong',
  'settings.pictures.bytes': 'Và không chiếm ổ đĩa nhiều hơn',
  'settings.pictures.saved': 'Đã lưu thời gian giữ ảnh.',
  'settings.pictures.fewer.title': 'Giữ ít ảnh hơn?',
  'settings.pictures.fewer.text': 'Những gì cũ hơn hoặc quá nhiều sẽ bị xóa, trừ khi được bảo vệ. Không thể hoàn tác.',
  'settings.hold': 'Báo động kéo dài bao lâu',
  'settings.hold.lead':
    'Đầu ghi lặp lại báo động khi nó còn diễn ra. Khi không có thêm tin trong số giây này thì báo động đã hết. Ô trống nghĩa là: như thường lệ với loại này. Với 0, chỉ chính đầu ghi mới kết thúc báo động.',
  'settings.hold.usual': 'như thường lệ',
  'settings.hold.wrong': 'Hãy nhập số giây từ 0 đến 86.400.',
  'settings.hold.saved': 'Đã lưu thời gian kéo dài của báo động.',
} satisfies Partial<Translation<typeof english>>
