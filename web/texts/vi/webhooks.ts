// Vietnamese for webhooks.
import type { webhookTexts as english } from '../en/webhooks.ts'
import type { Translation } from '../translation.ts'

export const webhookTexts = {
  webhooks: 'Webhook',
  'webhooks.lead':
    'Các chương trình của bạn được báo mọi báo động, khi bắt đầu và khi kết thúc. Mỗi tin đều có chữ ký, và được gửi lại cho đến khi được nhận.',
  'webhooks.guide': 'Cách chương trình đọc các tin này có trong hướng dẫn, phần “Events”.',
  'webhooks.empty': 'Chưa báo cho ai.',
  'webhooks.add': 'Thêm webhook',
  'webhooks.kinds.all': 'Mọi loại báo động',
  'webhooks.kinds.some': { other: '{count} loại báo động' },
  'webhooks.channels.all': 'của mọi camera và đầu ghi',
  'webhooks.channels.some': { other: 'của {count} camera' },
  'webhooks.off': 'Đã tắt',
  'webhooks.new': 'Chưa gửi gì',
  'webhooks.good': 'Nhận lần cuối {time}',
  'webhooks.failing': 'Không nhận gì từ {time}: {reason}.',
  'webhooks.next': 'Thử lại {time}.',
  'webhooks.waiting': { other: '{count} tin đang chờ.' },
  'webhooks.dropped': { other: 'Đã bỏ {count} tin.' },

  'webhooks.test': 'Gửi tin thử',
  'webhooks.test.of': 'Gửi tin thử đến {name}',
  'webhooks.edit': 'Đổi {name}',
  'webhooks.remove': 'Xóa {name}',
  'webhooks.remove.text': 'Nó không được báo gì nữa, và những tin đang chờ sẽ bị bỏ.',
  'webhooks.removed': 'Đã xóa webhook.',
  'webhooks.saved': 'Đã lưu webhook.',

  'webhooks.title.new': 'Webhook mới',
  'webhooks.name': 'Tên',
  'webhooks.name.example': 'Đèn hiên nhà',
  'webhooks.url': 'Địa chỉ',
  'webhooks.url.example': 'http://192.168.1.9:1880/bao-dong',
  'webhooks.verify': 'Kiểm tra chứng chỉ của nó',
  'webhooks.verify.help': 'Chỉ tắt cho chương trình trong nhà tự tạo chứng chỉ.',
  'webhooks.kinds': 'Loại báo động',
  'webhooks.channels': 'Các camera',
  'webhooks.channels.every': 'Mọi camera, và chính các đầu ghi',
  'webhooks.channels.picked': { other: '{count} camera' },
  'webhooks.on': 'Gửi tin',
  'webhooks.on.help': 'Khi tắt, không có tin nào được giữ lại cho nó.',
  'webhooks.problem.kinds': 'Hãy chọn một loại báo động.',
  'webhooks.problem.channels': 'Hãy chọn một camera.',

  'webhooks.secret': 'Mã bí mật mới',
  'webhooks.secret.title': 'Ký bằng mã bí mật mới?',
  'webhooks.secret.text': 'Các tin được ký bằng mã này ngay lập tức. Nơi nhận sẽ từ chối chúng cho đến khi biết mã.',
  'webhooks.secret.made':
    'Các tin được ký bằng mã bí mật này. Hãy nhập nó vào chương trình nhận tin ngay: mã không hiện lại lần nữa.',
  'webhooks.secret.close': 'Tôi đã nhập',
} satisfies Partial<Translation<typeof english>>
