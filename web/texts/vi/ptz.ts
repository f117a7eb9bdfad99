// Vietnamese for moving cameras.
import type { ptzTexts as english } from '../en/ptz.ts'
import type { Translation } from '../translation.ts'

export const ptzTexts = {
  'ptz.open': 'Điều khiển camera',
  'ptz.pad': 'Điều khiển {channel}',
  'ptz.hint': 'Giữ một hướng để xoay. Bằng bàn phím: phím mũi tên, + và −.',
  'ptz.up': 'Lên',
  'ptz.down': 'Xuống',
  'ptz.left': 'Trái',
  'ptz.right': 'Phải',
  'ptz.up-left': 'Lên và sang trái',
  'ptz.up-right': 'Lên và sang phải',
  'ptz.down-left': 'Xuống và sang trái',
  'ptz.down-right': 'Xuống và sang phải',
  'ptz.near': 'Phóng to',
  'ptz.wide': 'Thu nhỏ',
  'ptz.home': 'Vị trí gốc',
  'ptz.home.set': 'Đặt góc nhìn này làm gốc',
  'ptz.home.kept': 'Góc nhìn này giờ là vị trí gốc.',
  'ptz.presets': 'Vị trí sẵn',
  'ptz.presets.none': 'Chưa có vị trí sẵn',
  'ptz.preset.name': 'Tên của góc nhìn này',
  'ptz.preset.keep': 'Giữ góc nhìn này',
  'ptz.preset.remove': 'Xóa vị trí sẵn {name}',
} satisfies Partial<Translation<typeof english>>
