// Which file systems are taken for a network's, from what the kernel says is mounted.
import { expect, test } from 'bun:test'
import { mountedAs } from './network-disks.ts'

const MOUNTS = `22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/user rw,nosuid,nodev shared:20 - fuse.shfs shfs rw,user_id=0
31 22 0:41 / /mnt/cloud rw,nosuid shared:21 master:3 - fuse.rclone store: rw,user_id=0
32 22 0:42 / /mnt/my\\040films rw - fuse.sshfs me@nas:/films rw
33 31 8:17 / /mnt/cloud/local rw - xfs /dev/sdb1 rw
34 22 0:43 / /srv rw - ext4 /dev/sdc1 rw
35 34 0:44 / /srv rw - fuse.rclone store: rw
`

test('a folder is of the file system that is mounted nearest above it, and last', () => {
  const kinds = {
    '/var/lib/porchlight': 'ext4',
    '/mnt/user/appdata': 'fuse.shfs',
    '/mnt/cloud': 'fuse.rclone',
    '/mnt/cloud/porchlight/data': 'fuse.rclone',
    '/mnt/cloud/local/data': 'xfs',
    '/mnt/cloudy': 'ext4',
    '/mnt/my films/data': 'fuse.sshfs',
    '/srv/data': 'fuse.rclone',
  }
  for (const [path, kind] of Object.entries(kinds)) expect([path, mountedAs(MOUNTS, path)]).toEqual([path, kind])
  expect(mountedAs('', '/srv')).toBe(null)
})
