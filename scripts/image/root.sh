#!/bin/sh
# Makes the image's root for the processor given in the folder given: Debian's packages unpacked, without a shell, a package manager or
# anything else that is not in root.packages. Runs in a stage of the Dockerfile. No script of a package is run, so that a root for
# another processor is made as well; what those scripts would have made is made here.
set -eu
arch=$1
to=$2
packages=$(sed '/^#/d' "$(dirname "$0")/root.packages")
[ "$arch" = "$(dpkg --print-architecture)" ] || dpkg --add-architecture "$arch"
apt-get -qq update

got=$(mktemp -d)
# apt fetches as a user of its own.
chmod 777 "$got"
cd "$got"
for name in $packages; do
  # One that is the same for all processors has no name with a processor's.
  case $(apt-cache show --no-all-versions "$name" | sed -n 's/^Architecture: //p') in
    all) apt-get -qq download "$name" ;;
    *) apt-get -qq download "$name:$arch" ;;
  esac
done

mkdir -p "$to" && cd "$to"
# Its links from /lib to /usr/lib must be there before the others are unpacked.
dpkg-deb -x "$got"/base-files_*.deb .
mkdir -p var/lib/dpkg/status.d
for file in "$got"/*.deb; do
  dpkg-deb -x "$file" .
  # Where scanners look for the packages of an image that has no package manager.
  dpkg-deb -f "$file" > "var/lib/dpkg/status.d/$(dpkg-deb -f "$file" Package)"
done

# Licences stay; manuals, and what only shells, installers and programs that are not here would read, do not.
find usr/share/doc -type f ! -name copyright -delete
find usr/share/doc -type l -delete
find usr/share/doc -type d -empty -delete
find usr/share -mindepth 1 -maxdepth 1 ! -name doc ! -name ca-certificates ! -name common-licenses -exec rm -rf {} +
rm -rf usr/bin/* usr/sbin/* usr/games usr/include usr/src
# Libraries that none of our programs asks for; verify-image looks whether one is missing.
cd usr/lib/*-linux-gnu
rm -rf audit engines-3 gconv libBrokenLocale.so.* libc_malloc_debug.so.* libmemusage.so libmvec.so.* libnsl.so.* libnss_compat.so.* \
  libnss_hesiod.so.* libpcprofile.so libthread_db.so.*
cd "$to"
find etc -mindepth 1 -maxdepth 1 ! -name ssl ! -name os-release ! -name debian_version ! -name protocols ! -name services -exec rm -rf {} +
find var -mindepth 1 -maxdepth 1 ! -name lib -exec rm -rf {} +
find var/lib -mindepth 1 -maxdepth 1 ! -name dpkg -exec rm -rf {} +
rm -rf boot home media mnt opt root srv

mkdir -p etc/ssl/certs
cat usr/share/ca-certificates/mozilla/*.crt > etc/ssl/certs/ca-certificates.crt
rm -rf usr/share/ca-certificates
cat > etc/passwd <<END
root:x:0:0:root:/:/usr/sbin/nologin
porchlight:x:1000:1000:Porchlight:/data:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/:/usr/sbin/nologin
END
printf 'root:x:0:\nporchlight:x:1000:\nnogroup:x:65534:\n' > etc/group
printf 'hosts: files dns\n' > etc/nsswitch.conf
mkdir -p data tmp run proc sys dev
chown 1000:1000 data
chmod 1777 tmp
