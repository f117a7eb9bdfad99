// Vietnamese for looking for cameras and recorders in the network.
import type { discoverTexts as english } from '../en/discover.ts'
import type { Translation } from '../translation.ts'

export const discoverTexts = {
  'discover.open': 'Tìm trong mạng',
  'discover.title': 'Tìm thiết bị',
  'discover.lead':
    'Porchlight hỏi mạng của mình xem có những camera và đầu ghi nào (qua ONVIF và cách riêng của Hikvision). Nó không đăng nhập vào thiết bị nào khi chưa có lệnh.',
  'discover.do': 'Tìm trong mạng',
  'discover.again': 'Tìm lại',
  'discover.searching': 'Đang tìm … Việc này mất vài giây.',
  'discover.before': 'Chưa tìm',
  'discover.before.do':
    'Việc tìm sẽ hỏi mọi thứ trong mạng này và mất vài giây. Nó không thay đổi gì trên các thiết bị.',
  'discover.none': 'Không có gì trả lời',
  'discover.none.do':
    'Nhiều camera tắt sẵn ONVIF nên không trả lời: có thể bật trong trang riêng của chúng. Thiết bị nào cũng thêm được bằng địa chỉ.',
  'discover.byHand': 'Thêm bằng địa chỉ',
  'discover.found': { other: '{count} thiết bị đã trả lời' },
  'discover.at': 'tìm {time}',
  'discover.networks': 'Đã hỏi trong các mạng: {list}',
  'discover.list': 'Các thiết bị đã trả lời',
  'discover.pick': 'Chọn tất cả thiết bị mới',
  'discover.fact.serial': 'số sê-ri {number}',
  'discover.here': 'Đã có ở đây',
  'discover.here.open': 'Mở {name}',
  'discover.asleep':
    'Chưa được thiết lập lần nào. Hãy mở địa chỉ của nó trong trình duyệt, hoặc dùng chương trình của nhà sản xuất, đặt mật khẩu rồi tìm lại.',
  'discover.chosen': { other: '{count} thiết bị' },
  'discover.add': 'Thêm …',
  'discover.tooMany': 'Tối đa {count} cùng lúc.',
  'discover.added': 'Đã thêm',
  'discover.retry': 'Đăng nhập khác …',
  'discover.retry.of': 'Thông tin đăng nhập khác cho {name}',
  'discover.form.one': 'Thêm {name}',
  'discover.form.some': { other: 'Thêm {count} thiết bị' },
  'discover.form.once':
    'Thông tin đăng nhập được thử một lần trên mỗi thiết bị: thiết bị khóa tài khoản sau vài lần sai.',
  'discover.form.one.once': 'Thông tin đăng nhập được thử một lần: thiết bị khóa tài khoản sau vài lần sai.',
  'discover.form.which': 'Những thiết bị nào',
  'discover.form.do': { other: 'Thêm vào' },
  'discover.form.working': 'Có thể mất một phút cho đến khi thiết bị chậm nhất trả lời.',
  'discover.done': { other: 'Đã thêm {count} thiết bị. Các kênh sẽ hiện ra sau giây lát.' },
  'discover.brand.hikvision': 'Hikvision',
  'discover.brand.onvif': 'ONVIF',
} satisfies Partial<Translation<typeof english>>
