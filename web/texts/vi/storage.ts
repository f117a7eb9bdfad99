// Vietnamese for the disks that Porchlight records to: how full they are, for how long still, and their limits.
import type { storageTexts as english } from '../en/storage.ts'
import type { Translation } from '../translation.ts'

export const storageTexts = {
  'machine.tab.storage': 'Lưu trữ',

  'storage.outlook': 'Còn đủ đến đâu',
  'storage.outlook.kept': '{size} bản ghi, của {count}',
  'storage.outlook.cameras': { other: '{count} camera' },
  'storage.full.never': 'Với cài đặt này ổ đĩa không đầy: các bản ghi cũ nhất kịp nhường chỗ.',
  'storage.full.nothing': 'Hiện không có gì tự ghi vào nên không ổ đĩa nào đầy lên.',
  'storage.full.now': 'Một ổ đĩa đã đầy: các bản ghi cũ nhất nhường chỗ, và nơi tất cả đều được bảo vệ thì ngừng ghi.',
  'storage.full.today': 'Hôm nay sẽ có ổ đĩa đầy, nếu cứ như bảy ngày qua.',
  'storage.full.days': { other: 'Sau {count} ngày, vào {day}, sẽ có ổ đĩa đầy, nếu cứ như bảy ngày qua.' },
  'storage.full.then': 'Từ đó các bản ghi cũ nhất trên ổ đĩa nhường chỗ. Bản ghi được bảo vệ vẫn còn.',
  'storage.perDay': '{size} mỗi ngày',

  'storage.folders': 'Nơi chứa bản ghi',
  'storage.folders.lead':
    'Bản ghi có thể chia ra nhiều ổ đĩa: hãy cho mỗi ổ một thư mục ở đây, rồi chọn thư mục cho camera trong Xem lại, Ghi hình.',
  'storage.folder.own': 'Thư mục dữ liệu',
  'storage.folder.state.ok': 'Sẵn sàng',
  'storage.folder.state.full': 'Đầy',
  'storage.folder.state.missing': 'Không có',
  'storage.folder.state.read_only': 'Không ghi được',
  'storage.folder.missing.do':
    'Ổ đĩa đã được cắm và gắn chưa? Bản ghi trên đó không mất: chúng trở lại cùng ổ đĩa. Các camera ghi vào đó đang chờ.',
  'storage.folder.read_only.do':
    'Ổ đĩa chỉ cho đọc, hoặc thuộc về người dùng khác. Các camera ghi vào đó chờ đến khi ghi được.',
  'storage.folder.full.do': 'Các bản ghi cũ nhất nhường chỗ. Hãy giữ ít ngày hơn, hoặc bảo vệ ít hơn.',
  'storage.folder.room': 'còn trống {free} trên {total}',
  'storage.folder.used': '{used} bản ghi',
  'storage.folder.bar': '{used} bản ghi, {other} thứ khác, còn trống {free}',
  'storage.folder.add': 'Thêm thư mục',
  'storage.folder.change': 'Đổi tên {name}',
  'storage.folder.remove': 'Xóa {name}',
  'storage.folder.title.add': 'Thêm thư mục chứa bản ghi',
  'storage.folder.title.change': 'Đặt tên thư mục này',
  'storage.folder.name': 'Tên',
  'storage.folder.name.example': 'Ổ đĩa lớn',
  'storage.folder.path': 'Đường dẫn',
  'storage.folder.path.example': '/mnt/ban-ghi',
  'storage.folder.path.help':
    'Theo cách gọi của máy này; trong container thì theo container. Thư mục phải có sẵn và Porchlight phải được ghi vào đó. Một tệp nhỏ đánh dấu đây là của Porchlight.',
  'storage.folder.path.wrong': 'Hãy nhập đường dẫn đầy đủ, bắt đầu từ /.',
  'storage.folder.saved': 'Đã lưu.',
  'storage.folder.remove.title': 'Xóa “{name}”?',
  'storage.folder.remove.text':
    'Porchlight không dùng thư mục này nữa. Không có gì trong đó bị xóa. Thư mục vẫn còn trong danh sách khi còn chứa bản ghi, hoặc còn camera ghi vào đó.',
  'storage.folder.removed': 'Đã xóa “{name}”.',

  'storage.limits': 'Giới hạn cho mọi bản ghi',
  'storage.limits.lead':
    'Áp dụng chung cho tất cả camera, bên cạnh quy tắc riêng của từng camera. Bản ghi cũ nhất bị xóa trước; bản ghi được bảo vệ hoặc có thời hạn riêng vẫn còn.',
  'storage.limits.days': 'Giữ bản ghi tối đa',
  'storage.limits.days.none': 'Theo quy tắc của từng camera',
  'storage.limits.bytes': 'Tất cả bản ghi cộng lại',
  'storage.limits.bytes.none': 'Đến khi hết chỗ',
  'storage.limits.free': 'Chừa trống trên mỗi ổ đĩa',
  'storage.limits.free.none': '1 GB, ổ nhỏ thì ít hơn',
  'storage.limits.less.title': 'Giữ ít hơn?',
  'storage.limits.less.text': 'Bản ghi quá cũ hoặc quá nhiều theo giới hạn này sẽ sớm bị xóa và không thể lấy lại.',
  'storage.limits.less.do': 'Giữ ít hơn',
  'storage.limits.saved': 'Đã lưu.',

  'storage.cameras': 'Mỗi camera chiếm bao nhiêu',
  'storage.cameras.none': 'Chưa có bản ghi nào',
  'storage.cameras.none.do': 'Bản ghi đến từ các camera được ghi ở đây, và từ những gì tải về từ đầu ghi.',
  'storage.cameras.record': 'Chọn những gì được ghi',
  'storage.col.camera': 'Camera',
  'storage.in': 'trong {name}',
  'storage.col.bytes': 'Chiếm',
  'storage.col.day': 'Mỗi ngày',
  'storage.col.oldest': 'Có từ',
  'storage.col.reaches': 'Sẽ giữ được',
  'storage.rule': 'quy tắc: {rule}',
  'storage.reaches': { other: '{count} ngày' },
  'storage.reaches.less': 'dưới một ngày',
  'storage.count': { other: '{count} bản ghi' },
  'storage.fullOn': 'đầy vào {day}',
  'storage.rule.days': { other: '{count} ngày' },
  'storage.rule.most': 'tối đa {size}',

  'recorder.folder': 'Ghi vào',
  'recorder.folder.help': 'Những gì đã ghi trước đây vẫn ở chỗ cũ.',
  'recorder.folder.free': '{name}, còn trống {free}',
  'recorder.folder.away': '{name}, hiện không có',
} satisfies Partial<Translation<typeof english>>
