// Vietnamese for what Porchlight records itself.
import type { recorderTexts as english } from '../en/recorder.ts'
import type { Translation } from '../translation.ts'

export const recorderTexts = {
  'playback.tab.recorder': 'Ghi hình',

  'recorder.lead':
    'Những gì Porchlight tự ghi vào ổ đĩa của mình: từ camera không có đầu ghi, hoặc bên cạnh đầu ghi. Nó không lấy thêm luồng thứ hai từ camera.',
  'recorder.none': 'Không có camera nào có hình trực tiếp',
  'recorder.none.do': 'Hãy thêm camera hoặc đầu ghi, rồi có thể ghi ở đây.',
  'recorder.is.off': 'Không ghi ở đây',
  'recorder.is.continuous': 'Luôn ghi',
  'recorder.is.alarm': 'Ghi quanh báo động ({kinds}), từ {before} trước đến {after} sau',
  'recorder.is.schedule': 'Ghi: {times}',
  'recorder.is.schedule.alarm': 'Quanh báo động: {times}',
  'recorder.keep.for': { other: 'Giữ trong {count} ngày' },
  'recorder.now.nothing': 'Lúc này không ghi gì',
  'recorder.now.wait': 'Đang chờ báo động',
  'recorder.now.record': 'Đang ghi từ {time}',
  'recorder.now.begins': 'Đang bắt đầu',
  'recorder.edit': 'Những gì được ghi của {name}',
  'recorder.edit.some': 'Những gì được ghi',
  'recorder.saved': 'Đã lưu.',

  'recorder.title.one': 'Những gì được ghi của {name}',
  'recorder.title.some': { other: 'Những gì được ghi của {count} camera' },
  'recorder.replaces': 'Lựa chọn này thay cho những gì các camera đang có.',
  'recorder.mode': 'Ghi',
  'recorder.mode.off': 'Không ghi',
  'recorder.mode.continuous': 'Luôn luôn',
  'recorder.mode.alarm': 'Quanh báo động',
  'recorder.mode.schedule': 'Vào những giờ nhất định',
  'recorder.record': 'Trong các giờ đó',
  'recorder.record.continuous': 'Tất cả',
  'recorder.record.alarm': 'Chỉ quanh báo động',
  'recorder.length': 'Tệp mới sau mỗi',
  'recorder.keep': 'Giữ trong',
  'recorder.keep.always': 'Mãi mãi',
  'recorder.days': { other: '{count} ngày' },
  'recorder.less': 'Bản ghi quá cũ hoặc quá nhiều theo lựa chọn này sẽ bị xóa không lâu sau khi lưu.',
  'recorder.room':
    'Ổ đĩa luôn được chừa trống một gigabyte (ổ nhỏ thì ít hơn), hoặc mức đặt trong Hệ thống, Lưu trữ: trước khi chạm mức đó, các bản ghi cũ nhất của mọi camera bị xóa. Bản ghi được bảo vệ vẫn còn.',
  'recorder.problem.kinds': 'Hãy chọn một loại báo động.',
  'recorder.problem.days': 'Hãy chọn ngày cho mỗi khung giờ.',
  'recorder.problem.times': 'Hãy cho biết mỗi khung giờ bắt đầu và kết thúc lúc nào.',
} satisfies Partial<Translation<typeof english>>
