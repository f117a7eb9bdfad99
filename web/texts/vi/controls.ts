// Vietnamese for what a device has switched: its inputs and outputs, its holiday, its restart.
import type { controlTexts as english } from '../en/controls.ts'
import type { Translation } from '../translation.ts'

export const controlTexts = {
  'controls.ports': 'Đầu vào và đầu ra',
  'controls.inputs': 'Đầu vào',
  'controls.outputs': 'Đầu ra',
  'controls.input.on': 'Đang kích hoạt',
  'controls.input.off': 'Đang nghỉ',
  'controls.on': 'Bật',
  'controls.off': 'Tắt',
  'controls.untold': 'không cho biết',
  'controls.unread': 'Chưa đọc. Lần đồng bộ tới sẽ hỏi thiết bị.',
  'controls.outputs.help': 'Đầu ra mà thiết bị phát dạng xung sẽ tự trở về sau giây lát.',
  'controls.outputs.pulse': 'Đó là một xung: đầu ra đã tắt lại.',

  'controls.holidays': 'Ngày nghỉ',
  'controls.holiday': 'Chế độ ngày nghỉ',
  'controls.holiday.help': 'Bật hoặc tắt ngày nghỉ đầu tiên trong danh sách của thiết bị, theo lịch nó có cho ngày đó.',

  'controls.restart': 'Khởi động lại',
  'controls.restart.lead': 'Khởi động lại mất khoảng hai phút; trong lúc đó hình và việc ghi tạm ngừng.',
  'controls.restart.recorder': 'Khởi động lại đầu ghi',
  'controls.restart.camera': 'Khởi động lại camera',
  'controls.restart.unknown': 'Khởi động lại thiết bị',
  'controls.restart.title': 'Khởi động lại “{name}”?',
  'controls.restart.text':
    'Hình và việc ghi của nó tạm ngừng khoảng hai phút, và trong lúc đó không có báo động nào đến.',
  'controls.restart.do': 'Khởi động lại',
  'controls.restarting': 'Đang khởi động lại',
  'controls.restarting.note': 'Hình và việc ghi sẽ tự trở lại, thường trong vòng hai phút. Không cần làm gì.',
} satisfies Partial<Translation<typeof english>>
