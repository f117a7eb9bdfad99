#!/bin/sh
# Builds the FFmpeg of the image from Debian's own source, for the processor given, into the folder given. Runs in a stage of the
# Dockerfile. A folder /var/cache/porchlight, where there is one, keeps what came out for the next time with the same source and flags.
set -eu
arch=$1
to=$2
here=$(dirname "$0")
own=$(dpkg --print-architecture)
export DEBIAN_FRONTEND=noninteractive
apt="apt-get -qq -y --no-install-recommends -o DPkg::Lock::Timeout=300"

# Sources come from where the base has its packages from, in whichever of the two forms it says that.
for file in /etc/apt/sources.list.d/*.sources; do
  if [ -f "$file" ]; then sed -i 's/^Types: deb$/Types: deb deb-src/' "$file"; fi
done
if [ -f /etc/apt/sources.list ]; then
  sed -n 's/^deb /deb-src /p' /etc/apt/sources.list > /etc/apt/sources.list.d/sources-of-ffmpeg.list
fi
[ "$arch" = "$own" ] || dpkg --add-architecture "$arch"
$apt update

version=$(apt-cache showsrc --only-source ffmpeg | sed -n 's/^Version: //p' | sort -V | tail -n 1)
ssl=$(apt-cache show "libssl-dev:$arch" | sed -n 's/^Version: //p' | head -n 1)
flags=$(sed '/^#/d' "$here/ffmpeg.flags")
key=$(printf '%s\n' "$arch $version $ssl" "$flags" "$(cat "$0")" | sha256sum | cut -c 1-16)
kept=/var/cache/porchlight/ffmpeg-$key

if [ ! -f "$kept/done" ]; then
  case $arch in
    amd64) gnu=x86_64-linux-gnu for=x86_64 ;;
    arm64) gnu=aarch64-linux-gnu for=aarch64 ;;
    *) echo "FFmpeg is built for amd64 and arm64 only, not for $arch." >&2; exit 1 ;;
  esac
  if [ "$arch" = "$own" ]; then
    cross='' strip=strip
    $apt install build-essential nasm pkg-config dpkg-dev libssl-dev zlib1g-dev
  else
    cross="--enable-cross-compile --cross-prefix=$gnu- --arch=$for --target-os=linux --pkg-config=pkg-config" strip=$gnu-strip
    $apt install make gcc libc6-dev nasm pkg-config dpkg-dev "gcc-$(echo $gnu | tr _ -)" "libc6-dev:$arch" "libssl-dev:$arch" "zlib1g-dev:$arch"
  fi
  work=$(mktemp -d)
  # apt checks the source's signature and reads it as nobody in particular.
  chmod 777 "$work"
  cd "$work"
  apt-get -qq source "ffmpeg=$version"
  cd ffmpeg-*/
  export PKG_CONFIG_LIBDIR=/usr/lib/$gnu/pkgconfig:/usr/share/pkgconfig
  # shellcheck disable=SC2086
  ./configure --prefix=/usr $cross $flags > "$work/configured" || { tail -n 40 ffbuild/config.log; exit 1; }
  make -s -j"$(nproc)" ffmpeg ffprobe > "$work/made" 2>&1 || { tail -n 40 "$work/made"; exit 1; }
  out=$work/out
  mkdir -p "$out/usr/bin" "$out/usr/share/doc/ffmpeg"
  $strip -o "$out/usr/bin/ffmpeg" ffmpeg
  $strip -o "$out/usr/bin/ffprobe" ffprobe
  # The licence asks that people learn what it is and where its source comes from.
  cp COPYING.LGPLv2.1 LICENSE.md "$out/usr/share/doc/ffmpeg/"
  {
    echo "FFmpeg $version, built from the source package of Debian 13 without changes, under the LGPL 2.1 or newer."
    echo "Its source: apt-get source ffmpeg=$version, with the deb-src lines of Debian 13; older ones: https://snapshot.debian.org/package/ffmpeg/"
    echo 'Configured with:'
    echo "$flags"
  } > "$out/usr/share/doc/ffmpeg/SOURCE"
  echo "$version" > "$out/usr/share/doc/ffmpeg/VERSION"
  if [ ! -d /var/cache/porchlight ]; then kept=$work/kept; fi
  rm -rf "$kept"
  mkdir -p "$kept"
  cp -r "$out/." "$kept/"
  touch "$kept/done"
fi
mkdir -p "$to"
cp -r "$kept/usr" "$to/"
