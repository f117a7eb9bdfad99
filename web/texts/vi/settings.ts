// Vietnamese for the settings: their search and list, and the shorter ones of their pages.
import type { settingTexts as english } from '../en/settings.ts'
import type { Translation } from '../translation.ts'

export const settingTexts = {
  'settings.search': 'Tìm trong cài đặt',
  'settings.list': 'Cài đặt',
  'settings.found': { other: 'Tìm thấy {count} cài đặt' },
  'settings.found.list': 'Cài đặt tìm thấy',
  'settings.found.none': 'Không có cài đặt nào tên như vậy. Hãy thử từ khác, hoặc ít từ hơn.',
  'settings.noRights': 'Chỉ quản trị viên của gia đình mới đặt được mục này.',
  'settings.founders': 'Chỉ người sáng lập Porchlight này mới đặt được mục này.',
  'settings.look.lead': 'Các trang trông thế nào trong trình duyệt này, và bằng ngôn ngữ nào.',
  'settings.look.language': 'Ngôn ngữ',
  'settings.look.language.own': 'Theo trình duyệt ({language})',
  'settings.look.language.help': 'Của các trang. Câu trả lời của API, nhật ký và các tên giữ nguyên.',
  'settings.look.zone': 'Giờ theo đồng hồ của',
  'settings.look.zone.browser': 'trình duyệt này ({zone})',
  'settings.look.zone.appliance': 'Porchlight ({zone})',
  'settings.look.zone.help': 'Đầu ghi có đồng hồ ở múi giờ khác hiện giờ của nó bên cạnh.',
  'settings.alarms.short': 'Báo động được giữ bao lâu, và khi nào thì kết thúc.',
  'settings.webhooks.short': 'Các chương trình của bạn được báo mọi báo động.',
  'settings.security': 'Bảo mật',
  'settings.security.lead': 'Địa chỉ từ bên ngoài, HTTPS, giao diện khác, gia đình mới, khóa bí mật khác.',
  'settings.backup.short': 'Một tệp chứa mọi điều Porchlight biết: tạo, lưu và khôi phục.',
  'settings.about': 'Giới thiệu',
  'settings.about.lead': 'Phiên bản và mô tả API.',

  'settings.month': 'Lịch xem lại',
  'settings.month.lead': 'Lịch hiện những ngày nào của tháng, cho mọi người ở đây.',
  'settings.month.first': 'Ngày đầu',
  'settings.month.last': 'Ngày cuối',
  'settings.month.order': 'Ngày mới nhất trước',
  'settings.month.wrong': 'Hãy nhập ngày từ 1 đến 31.',
  'settings.month.turned': 'Ngày cuối không thể trước ngày đầu.',
  'settings.month.saved': 'Đã lưu các ngày của lịch.',

  'settings.origins': 'Giao diện khác',
  'settings.origins.lead':
    'Các trang ở những địa chỉ này được dùng Porchlight từ trình duyệt, khi có người đăng nhập ở đó. Để trống nếu không có.',
  'settings.origins.label': 'Địa chỉ của chúng, mỗi dòng một địa chỉ',
  'settings.origins.example': 'http://192.168.1.9:5173',
  'settings.origins.saved': 'Đã lưu các địa chỉ.',
  'settings.frames.label': 'Các trang được hiện Porchlight trong khung, mỗi dòng một trang',
  'settings.frames.help': 'Chẳng hạn một bảng điều khiển. Nhập địa chỉ như trình duyệt hiện, không kèm đường dẫn.',
  'settings.frames.example': 'https://nha.example:8123',

  'settings.dialects': 'Chương trình viết cho đầu ghi khác',
  'settings.dialects.lightnvr': 'Trả lời chương trình viết cho LightNVR',
  'settings.dialects.vibenvr': 'Trả lời chương trình viết cho VibeNVR',
  'settings.dialects.lead':
    'Chúng đăng nhập bằng tài khoản và khóa của Porchlight. Khi tắt, không ai được trả lời ở đó, kể cả ở cổng riêng.',
  'settings.dialects.at': 'Tại {address}',
  'settings.dialects.on': 'Chương trình viết cho {name} được trả lời.',
  'settings.dialects.off': 'Chương trình viết cho {name} không còn được trả lời.',

  'settings.reach': 'Cách truy cập Porchlight',
  'settings.reach.lead': 'Cần khi có proxy đứng trước Porchlight, hoặc khi nơi khác cần biết địa chỉ của nó.',
  'settings.reach.url': 'Địa chỉ từ bên ngoài',
  'settings.reach.url.help':
    'Như khi nhập vào trình duyệt. Trung tâm nhà được cho biết địa chỉ này, để liên kết và ảnh báo động dẫn về đây.',
  'settings.reach.url.example': 'https://camera-nha.example',
  'settings.reach.hsts': 'Chỉ qua HTTPS',
  'settings.reach.hsts.help':
    'Trình duyệt đã vào qua HTTPS một lần thì trong thời gian này không vào bằng cách khác. Hãy bắt đầu với một ngày: khi chứng chỉ hết hạn, không ai vào được cho đến khi có chứng chỉ mới. Không có HTTPS thì mục này không có tác dụng.',
  'settings.reach.hsts.none': 'Không yêu cầu',
  'settings.reach.hsts.forget': 'Thu hồi',
  'settings.reach.hsts.for': 'Trong {length}',
  'settings.reach.hsts.days': { other: 'Trong {count} ngày' },
  'settings.reach.saved': 'Đã lưu cách truy cập Porchlight.',

  'settings.strangers': 'Gia đình mới',
  'settings.strangers.open': 'Người lạ được tạo tài khoản ở đây',
  'settings.strangers.help':
    'Mỗi người bắt đầu một gia đình riêng, không thấy gì của bạn, và bạn cũng không thấy gì của họ. Người trong nhà thì thêm ở trang “Thành viên”.',
  'settings.strangers.on': 'Giờ người lạ được tạo tài khoản ở đây.',
  'settings.strangers.off': 'Không còn ai tự tạo tài khoản ở đây được.',

  restream: 'Phát lại luồng',
  'restream.short': 'MediaMTX hoặc go2rtc phát lại hình cho các chương trình khác.',
  'restream.lead':
    'Một chương trình khác phát lại hình cho nơi khác. Porchlight cho nó biết địa chỉ camera kèm thông tin đăng nhập, và chỉ gỡ những gì do chính mình đặt vào.',
  'restream.kind': 'Chương trình',
  'restream.off': 'Không dùng',
  'restream.api': 'Địa chỉ API của nó',
  'restream.api.help': 'Theo cách máy này truy cập được. Chỉ nhập người dùng và mật khẩu khi nó yêu cầu.',
  'restream.rtsp': 'Hình của nó cho nơi khác',
  'restream.webrtc': 'Trang của nó cho nơi khác',
  'restream.others.help':
    'Phần đầu địa chỉ RTSP hoặc WebRTC, theo cách các máy khác trong nhà truy cập được. Để trống thì không nơi nào được cho biết.',
  'restream.saved': 'Đã lưu cài đặt phát lại luồng.',
  'restream.asking': 'Nó chưa trả lời.',
  'restream.trouble.silent':
    'Nó không trả lời như mong đợi từ {time}. Nó có đang chạy không, và địa chỉ có đúng không? Porchlight vẫn tiếp tục thử.',
  'restream.trouble.login': 'Nó từ chối tên người dùng và mật khẩu từ {time}. Hãy nhập lại cho đúng ở dưới.',
  'restream.trouble.strange': 'Từ {time}, một chương trình khác trả lời ở đó. Hãy xem lại chương trình và địa chỉ.',
  'restream.there': { other: 'Đã kết nối từ {time}. Nó có {count} luồng hình từ camera của bạn.' },
  'restream.refused': {
    other:
      '{count} thiết bị từ chối đăng nhập nên hình của chúng không có ở đó. Hãy nhập đúng thông tin ở trang “Thiết bị”.',
  },
  'restream.untaken': { other: 'Nó không nhận {count} địa chỉ.' },
} satisfies Partial<Translation<typeof english>>
