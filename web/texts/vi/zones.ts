// Vietnamese for the zones of a camera's picture.
import type { zoneTexts as english } from '../en/zones.ts'
import type { Translation } from '../translation.ts'

export const zoneTexts = {
  'zones.title': 'Vùng',
  'zones.of': 'Các vùng của {channel}',
  'zones.open': 'Các vùng của hình này',
  'zones.back': 'Về camera',
  'zones.lead':
    'Báo động nêu vị trí ngoài mọi vùng thì không bắt đầu ghi. Báo động không nêu vị trí vẫn được ghi, và tất cả đều được báo.',
  'zones.none': 'Chưa có vùng nào: báo động ở bất cứ đâu trong hình đều được tính.',
  'zones.how':
    'Kéo các góc, hoặc di chuyển bằng phím mũi tên. Vòng tròn nhỏ thêm một góc; Delete hoặc nhấp đúp xóa một góc.',
  'zones.name.new': 'Vùng {number}',
  'zones.unnamed': 'Không tên',
  'zones.name': 'Tên',
  'zones.color': 'Màu',
  'zones.on': 'Được tính',
  'zones.off': 'không tính',
  'zones.add': 'Vùng mới',
  'zones.save': 'Lưu các vùng',
  'zones.saved': 'Đã lưu các vùng.',
  'zones.remove': 'Xóa {name}',
  'zones.corner': 'Góc {number}: cách trái {x} %, cách trên {y} %',
  'zones.corner.add': 'Thêm góc sau góc {number}',
} satisfies Partial<Translation<typeof english>>
