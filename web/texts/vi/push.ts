// Vietnamese for being told of alarms by the browser.
import type { pushTexts as english } from '../en/push.ts'
import type { Translation } from '../translation.ts'

export const pushTexts = {
  'push.title': 'Thông báo',
  'push.short': 'Để trình duyệt hoặc điện thoại này báo khi có báo động.',
  'push.here': 'Báo động trên thiết bị này',
  'push.lead':
    'Trình duyệt báo cho bạn khi có báo động, cả khi Porchlight không mở. Mỗi điện thoại, máy tính bảng và máy tính có lựa chọn riêng.',
  'push.leaves':
    'Tin đi qua dịch vụ đẩy của nhà sản xuất trình duyệt, được mã hóa để chỉ trình duyệt này đọc được. Không hình nào ra khỏi nhà.',
  'push.insecure':
    'Trình duyệt chỉ cho phép việc này qua HTTPS, mà trang này đến qua HTTP thường. Mọi thứ khác vẫn hoạt động. Cách thiết lập HTTPS có trong hướng dẫn, phần “HTTPS”.',
  'push.install':
    'Trên iPhone hoặc iPad, trước hết hãy đưa Porchlight ra màn hình chính: nhấn Chia sẻ, rồi “Thêm vào MH chính”. Sau đó mở từ đó và quay lại trang này.',
  'push.unsupported':
    'Trình duyệt này không nhận được tin khi Porchlight không mở. Hãy thử trình duyệt khác, hoặc phiên bản mới hơn.',
  'push.denied':
    'Trình duyệt này được đặt không hiện thông báo của Porchlight. Hãy cho phép trong cài đặt của nó cho trang này, rồi tải lại trang.',
  'push.refused': 'Thiếu quyền đó, trình duyệt này không hiện được gì. Hãy cho phép khi được hỏi.',
  'push.noWorker':
    'Trình duyệt từ chối thứ cần cho việc này. Thường là do nó không tin cậy chứng chỉ của trang này: chứng chỉ tự tạo phải được cài trên thiết bị này.',
  'push.noService': 'Trình duyệt không kết nối được với dịch vụ đẩy: {reason}',

  'push.on': 'Báo trên thiết bị này',
  'push.isOn': 'Trình duyệt này đang báo khi có báo động.',
  'push.until':
    'Trình duyệt này báo đến {time}. Mỗi lần bạn mở Porchlight ở đây, thời hạn kéo dài thêm một tuần, nhiều nhất một tháng kể từ lúc đăng nhập.',
  'push.off': 'Dừng trên thiết bị này',
  'push.turnedOn': 'Từ nay trình duyệt này sẽ báo khi có báo động.',
  'push.turnedOff': 'Trình duyệt này không báo gì nữa.',
  'push.saved': 'Đã lưu những gì trình duyệt này báo.',

  'push.test': 'Gửi tin thử',
  'push.test.done': 'Tin thử đang được gửi, và sẽ hiện ra sau giây lát.',
  'push.test.failed': 'Tin thử không được nhận: {reason}.',
  'push.test.title': 'Porchlight báo được cho bạn',
  'push.test.text': 'Báo động sẽ trông như thế này.',
  'push.ends.title': 'Từ ngày mai không còn báo động ở đây',
  'push.ends.open': 'Hãy mở Porchlight để tiếp tục được báo.',
  'push.ends.signIn': 'Khi đó hãy đăng nhập lại Porchlight để tiếp tục được báo.',

  'push.others': 'Các trình duyệt khác của bạn',
  'push.others.lead': 'Hãy xóa những gì đã mất hoặc không còn dùng.',
  'push.all': 'Các trình duyệt của bạn',
  'push.added': 'Từ {time}',
  'push.told': 'báo lần cuối {time}',
  'push.failing': 'Tin gần nhất không được nhận: {reason}.',
  'push.remove': 'Thôi báo cho {name}',
  'push.removed': '{name} không được báo gì nữa.',
} satisfies Partial<Translation<typeof english>>
