#!/usr/bin/env bash
# A real Ceph of this machine alone: one monitor and some OSDs on loopback, all of it in FOLDER.
#
#   ceph_cluster.sh FOLDER [OSDS]
#
# Says "ready" on stdout once there is a pool to write to ("test": FOLDER/ceph.conf names the cluster), and stays. It
# starts a daemon again that ended, as its supervisor in a server room does, unless FOLDER/hold.NAME is there (osd.0,
# mon.a); FOLDER/NAME.pid has its process. What it started ends with it, however it ends.
#
# Needs no systemd and no rights but those of the folder. No keys: nobody but this machine can reach it.
# HOSTS="10.9.0.1 10.9.0.2": the monitor's address and then those of the OSDs, where those are not loopback; START_osd_0
# (START_mon_a) is a command that a daemon is started by, as `ip netns exec NAME`.
set -euo pipefail
folder=$1
osds=${2:-1}
read -r -a hosts <<< "${HOSTS:-127.0.0.1}"
mkdir -p "$folder"
rm -rf "${folder:?}"/*
folder=$(cd "$folder" && pwd)
fsid=$(cat /proc/sys/kernel/random/uuid)
copies=$((osds < 3 ? osds : 3))

host_of_osd() { echo "${hosts[$(($1 + 1))]:-${hosts[0]}}"; }

free_port() {
  local port
  for _ in $(seq 100); do
    port=$((20000 + RANDOM % 12000))
    if ! (exec 3<> "/dev/tcp/${hosts[0]}/$port") 2> /dev/null; then
      echo "$port"
      return
    fi
  done
  echo "ceph_cluster: no port of ${hosts[0]} is free" >&2
  exit 1
}

write_conf() {
  cat > "$folder/ceph.conf" << END
[global]
fsid = $fsid
mon host = [v2:${hosts[0]}:$1/0]
mon initial members = a
auth cluster required = none
auth service required = none
auth client required = none
ms bind msgr1 = false
osd pool default size = $copies
osd pool default min size = $(((copies + 1) / 2))
osd pool default pg num = 8
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon warn on pool no redundancy = false
mon data = $folder/mon.a
mon data avail crit = 1
mon osd min down reporters = 1
osd data = $folder/osd.\$id
osd heartbeat interval = 1
osd heartbeat grace = 4
osd max object name len = 1024
osd class dir = $(dirname "$(find /usr/lib -name libcls_lock.so | head -n 1)")
osd objectstore = bluestore
osd memory target = 939524096
bluestore block size = ${BLOCK_BYTES:-4294967296}
bluestore block create = true
bluestore fsck quick fix on mount = false
run dir = $folder
admin socket = $folder/\$name.asok
log file = $folder/\$name.log
pid file =
keyring = $folder/keyring
[client]
log file = /dev/null
admin socket =
[mon.a]
public addr = ${hosts[0]}
END
  local osd
  for osd in $(seq 0 $((osds - 1))); do
    printf '[osd.%s]\npublic addr = %s\ncluster addr = %s\n' "$osd" "$(host_of_osd "$osd")" "$(host_of_osd "$osd")" >> "$folder/ceph.conf"
  done
}

ask() { timeout 10 ceph -c "$folder/ceph.conf" --connect-timeout 5 "$@"; }

# Waits for at most $1 tenths of a second until the rest succeeds.
wait_for() {
  local tenths=$1
  shift
  for _ in $(seq "$tenths"); do
    if "$@" > /dev/null 2>&1; then return; fi
    sleep 0.1
  done
  echo "ceph_cluster: gave up waiting for: $*" >&2
  exit 1
}

start() {
  local name=$1 kind=${1%%.*} id=${1##*.} how=START_${1/./_}
  # shellcheck disable=SC2086
  ${!how:-} setpriv --pdeathsig KILL "ceph-$kind" -c "$folder/ceph.conf" -f -i "$id" >> "$folder/$name.out" 2>&1 &
  echo $! > "$folder/$name.pid"
}

all_up() { ask osd stat | grep -q "$osds up"; }
answers() { ask quorum_status; }

port=$(free_port)
write_conf "$port"
ceph-authtool --create-keyring "$folder/keyring" --gen-key -n mon. --cap mon 'allow *' > /dev/null
ceph-authtool "$folder/keyring" --gen-key -n client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *' > /dev/null
monmaptool --create --addv a "[v2:${hosts[0]}:$port]" --fsid "$fsid" "$folder/monmap" > /dev/null
ceph-mon -c "$folder/ceph.conf" --mkfs -i a --monmap "$folder/monmap" --keyring "$folder/keyring" > "$folder/mkfs.out" 2>&1
trap 'kill -9 $(cat "$folder"/*.pid) 2> /dev/null || true' EXIT
trap 'exit 0' TERM INT
start mon.a
wait_for 150 answers
names=(mon.a)
for osd in $(seq 0 $((osds - 1))); do
  uuid=$(cat /proc/sys/kernel/random/uuid)
  ask osd new "$uuid" > /dev/null
  mkdir "$folder/osd.$osd"
  (ceph-osd -c "$folder/ceph.conf" -i "$osd" --mkfs --osd-uuid "$uuid" >> "$folder/mkfs.out" 2>&1) &
  making[osd]=$!
  ask osd crush add "osd.$osd" 1 root=default "host=host$osd" > /dev/null 2>&1
done
for osd in $(seq 0 $((osds - 1))); do
  wait "${making[$osd]}"
  start "osd.$osd"
  names+=("osd.$osd")
done
wait_for 600 all_up
ask osd pool create test 8 > /dev/null 2>&1
echo hello > "$folder/hello"
timeout 60 rados -c "$folder/ceph.conf" -p test put hello "$folder/hello"
echo ready
while sleep 0.3; do
  for name in "${names[@]}"; do
    if [ ! -e "$folder/hold.$name" ] && ! kill -0 "$(cat "$folder/$name.pid")" 2> /dev/null; then start "$name"; fi
  done
done
