// Vietnamese for walls of live pictures.
import type { wallTexts as english } from '../en/walls.ts'
import type { Translation } from '../translation.ts'

export const wallTexts = {
  'live.keys.move': 'Sang hình bên cạnh',
  'live.keys.open': 'Mở lớn hình này',

  'activity.field.columns': 'Số hình cạnh nhau',
  'activity.field.cameras': 'Các camera',

  'walls.choose': 'Hiện những hình nào',
  'walls.choice.all': 'Tất cả camera',
  'walls.choice.own': 'Bảng hình của bạn',
  'walls.choice.gone': 'Không còn nữa',
  'walls.group.own': 'Bảng hình của bạn',
  'walls.group.recorders': 'Đầu ghi',
  'walls.group.tags': 'Nhãn',
  'walls.missing': 'Không có bảng hình này',
  'walls.missing.do': 'Bảng đã bị xóa, hoặc là của người khác: mỗi người có bảng hình riêng.',
  'walls.empty': 'Bảng này chưa có hình nào',
  'walls.empty.do': 'Hãy đặt camera lên bảng: chúng được liệt kê bên dưới khi sắp xếp bảng.',
  'walls.none': 'Hiện không có hình nào ở đây',
  'walls.none.do': 'Không camera nào đang dùng thuộc đầu ghi này hoặc có nhãn này.',

  'walls.make': 'Tạo bảng hình riêng',
  'walls.make.text': {
    other: 'Bảng bắt đầu với {count} camera đang thấy. Sau đó có thể sắp xếp, bỏ bớt và thêm camera khác.',
  },
  'walls.make.do': 'Tạo bảng',
  'walls.name': 'Tên bảng hình',
  'walls.name.example': 'Trước nhà',
  'walls.renamed': 'Đã đổi tên bảng hình',
  'walls.remove': 'Xóa bảng hình này',
  'walls.removed': 'Đã xóa bảng hình “{name}”',

  'walls.arrange': 'Sắp xếp bảng này',
  'walls.arranging': 'Đang sắp xếp “{name}”',
  'walls.arrange.help':
    'Kéo tay nắm của hình đến chỗ mong muốn. Bằng bàn phím: phím cách trên tay nắm để cầm hình, phím mũi tên để di chuyển, phím cách để đặt xuống.',
  'walls.arranged': 'Đã sắp xếp bảng hình',
  'walls.columns': 'Số hình cạnh nhau',
  'walls.columns.auto': 'Lớn nhất có thể',
  'walls.done': 'Xong',
  'walls.move': 'Di chuyển {channel}',
  'walls.takeOut': 'Bỏ {channel} khỏi bảng',
  'walls.takenOut': 'Đã bỏ {channel}',
  'walls.leftOut': 'Không có trên bảng này',
  'walls.add': 'Đặt {channel} lên bảng',
  'walls.putIn': '{channel} đã ở trên bảng',
  'walls.say.held':
    'Đang cầm {channel}, vị trí {place} trên {count}. Phím mũi tên để di chuyển, phím cách để đặt xuống, Esc để trả về.',
  'walls.say.moved': '{channel}, vị trí {place} trên {count}',
  'walls.say.put': 'Đã đặt {channel} xuống, vị trí {place} trên {count}',
  'walls.say.back': '{channel} đã về chỗ, vị trí {place} trên {count}',

  'walls.screen': 'Chỉ hình, cho màn hình treo tường',
  'walls.screen.of': 'Chỉ hình: {name}',
  'walls.screen.leave': 'Về lại trang',
  'walls.screen.before': 'Các hình trước',
  'walls.screen.next': 'Các hình sau',
  'walls.screen.page': '{page} trên {pages}',
  'walls.screen.each': 'Số hình cùng lúc',
  'walls.screen.fitting': 'Nhiều nhất vừa màn hình',
  'walls.screen.pictures': { other: '{count} hình' },
  'walls.screen.every': 'Sang hình sau',
  'walls.screen.seconds': { other: 'mỗi {count} giây' },
  'walls.screen.byHand': 'khi lật bằng tay',
  'walls.screen.sleeps':
    'Màn hình này có thể tự tắt. Trình duyệt chỉ cho trang giữ màn hình sáng qua HTTPS; nếu không, hãy đặt trên máy tính bảng.',
  'walls.screen.sleeps.ok': 'Đã hiểu',
} satisfies Partial<Translation<typeof english>>
