// Vietnamese for backups, and for the secret key.
import type { backupTexts as english } from '../en/backup.ts'
import type { Translation } from '../translation.ts'

export const backupTexts = {
  backup: 'Sao lưu',
  'backup.lead':
    'Bản sao lưu chứa mọi điều Porchlight biết: đầu ghi cùng mật khẩu, thành viên, cài đặt, báo động và danh sách bản ghi. Không ai đọc được mật khẩu trong đó nếu thiếu cụm mật khẩu, và không ai dò ra được cụm này: hãy cất nó ở nơi khác. Hãy lưu bản sao lưu sang máy khác.',
  'backup.empty': 'Chưa có bản sao lưu nào.',
  'backup.of': 'Tạo {time}',
  'backup.withFiles': 'kèm bản ghi và ảnh',
  'backup.withoutFiles': 'không kèm bản ghi và ảnh',
  'backup.devices': { other: '{count} thiết bị' },
  'backup.odd': 'Tệp không khôi phục được',
  'backup.save': 'Lưu bản sao lưu tạo {time}',
  'backup.restore': 'Khôi phục bản sao lưu tạo {time}',
  'backup.remove': 'Xóa bản sao lưu tạo {time}',
  'backup.remove.text': 'Tệp sẽ mất hẳn. Những gì Porchlight biết vẫn giữ nguyên.',
  'backup.removed': 'Đã xóa bản sao lưu.',
  'backup.make': 'Tạo bản sao lưu',
  'backup.make.do': 'Tạo',
  'backup.made': 'Bản sao lưu đã được tạo và đọc lại: tệp tốt.',
  'backup.bring': 'Đưa bản sao lưu đến đây',
  'backup.brought': 'Bản sao lưu đã ở đây.',
  'backup.passphrase': 'Cụm mật khẩu',
  'backup.passphrase.help': 'Ít nhất 10 ký tự; vài từ mà nhiều năm sau vẫn nhớ.',
  'backup.files': 'Kèm bản ghi và ảnh',
  'backup.files.help': 'Tệp sẽ lớn bằng chúng. Nếu không kèm, tệp chỉ biết đã có những gì.',
  'backup.restore.title': 'Khôi phục bản sao lưu này?',
  'backup.restore.text':
    'Bản sao lưu được kiểm tra và giải nén ngay. Lần khởi động tới, nó thay cho mọi điều Porchlight biết hôm nay; phần này được giữ trong thư mục dữ liệu. Sau đó mọi người đăng nhập lại bằng mật khẩu của thời điểm đó.',
  'backup.restore.do': 'Khôi phục',
  'backup.waits': 'Bản sao lưu tạo {time} sẽ được áp dụng ở lần khởi động tới.',
  'backup.restart': 'Khởi động lại ngay',
  'backup.restarting': 'Porchlight đang khởi động lại. Trang này sẽ tự trở lại.',
  'backup.forget': 'Không khôi phục',
  'backup.forgotten': 'Không khôi phục gì.',
  'backup.key': 'Khóa bí mật khác',
  'backup.key.lead':
    'Dùng khi bản sao của thư mục dữ liệu có thể đã rơi vào tay người khác. Mọi mật khẩu đã lưu được ghi lại bằng khóa khác, và mọi người đăng nhập lại. Hãy đổi cả mật khẩu của các đầu ghi: ai có bản sao đó đều đọc được chúng.',
  'backup.key.do': 'Đổi khóa bí mật',
  'backup.key.title': 'Đổi khóa bí mật?',
  'backup.key.text':
    'Mọi người đều bị đăng xuất, kể cả bạn. Các bản sao lưu tạo trước đó vẫn mở được bằng cụm mật khẩu của chúng.',
} satisfies Partial<Translation<typeof english>>
