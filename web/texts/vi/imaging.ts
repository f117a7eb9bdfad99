// Vietnamese for the picture settings of a camera.
import type { imagingTexts as english } from '../en/imaging.ts'
import type { Translation } from '../translation.ts'

export const imagingTexts = {
  'imaging.title': 'Hình',
  'imaging.lead': 'Độ sáng và những mục tương tự. Chỉ camera giữ các giá trị này, nên mỗi lần đều phải hỏi nó.',
  'imaging.read': 'Đọc từ camera',
  'imaging.none': 'Camera không cho biết cài đặt hình nào.',
  'imaging.brightness': 'Độ sáng',
  'imaging.contrast': 'Độ tương phản',
  'imaging.saturation': 'Màu sắc',
  'imaging.sharpness': 'Độ sắc nét',
  'imaging.ir_cut': 'Bộ lọc hồng ngoại',
  'imaging.ir_cut.on': 'Dùng, cho ban ngày',
  'imaging.ir_cut.off': 'Bỏ, cho ban đêm',
  'imaging.ir_cut.auto': 'Tự động',
  'imaging.level': '{level} trên 100',
  'imaging.write': 'Ghi vào camera',
  'imaging.written': 'Camera đã nhận.',
  'imaging.ignored': 'Camera không đổi: {fields}.',
} satisfies Partial<Translation<typeof english>>
