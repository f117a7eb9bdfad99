// Vietnamese for the first minutes.
import type { setupTexts as english } from '../en/setup.ts'
import type { Translation } from '../translation.ts'

export const setupTexts = {
  'setup.title': 'Thiết lập',
  'setup.lead': 'Thiết bị, một hình ảnh, trung tâm nhà: những gì cần trong vài phút đầu, từng bước một.',
  'setup.begin': 'Thiết lập từng bước',
  'setup.continue': 'Tiếp tục thiết lập',
  'setup.steps': 'Các bước',
  'setup.step.find': 'Thiết bị',
  'setup.step.picture': 'Hình ảnh',
  'setup.step.hub': 'Trung tâm',
  'setup.step.done': 'Sẵn sàng',
  'setup.isDone': 'đã xong',
  'setup.next': 'Tiếp theo',
  'setup.later': 'Để sau',
  'setup.end': 'Dừng',
  'setup.ended': 'Đã dừng. Có thể tìm lại bằng ô tìm kiếm với từ “Thiết lập”.',
  'setup.find': 'Có những đầu ghi và camera nào?',
  'setup.refused':
    'Cùng tên và mật khẩu đó có mở được trang riêng của thiết bị trong trình duyệt không? Hãy xem ở đó tên người dùng và tài khoản có bị khóa không: sau quá nhiều lần thử, không ai vào được trong nửa giờ. Không có gì được tự động thử lại.',
  'setup.picture': 'Hình ảnh có chuyển động không?',
  'setup.picture.camera': 'Camera',
  'setup.picture.moves': '{camera} đang phát trực tiếp.',
  'setup.picture.none': 'Chưa có hình ảnh chuyển động.',
  'setup.picture.none.do':
    'Hãy thử camera khác. Nếu không camera nào có hình: trang riêng của thiết bị có hiển thị camera đó không, người dùng đã nhập có được xem trực tiếp không, và RTSP (cổng 554) đã bật ở đó chưa?',
  'setup.hub': 'Có trung tâm nhà không?',
  'setup.hub.none': 'Tôi không có trung tâm nhà',
  'setup.hub.inside': 'Dùng broker có sẵn',
  'setup.done': 'Từ đây đi đâu tiếp',
  'setup.done.open': 'Còn lại:',
  'setup.done.live': 'Tất cả camera cạnh nhau.',
  'setup.done.playback': 'Những gì đầu ghi đã ghi lại, từng ngày một.',
  'setup.done.alarms': 'Điều gì đã xảy ra, và đường tới khoảnh khắc đó.',
  'setup.done.phone': 'Trên điện thoại',
  'words.setup.title': 'hướng dẫn bước đầu bắt đầu cài đặt',
} satisfies Partial<Translation<typeof english>>
