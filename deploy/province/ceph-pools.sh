#!/bin/sh
# The pool of an archive in a Ceph cluster that runs already, and the user that the coordinators write as. Run once, on a
# host with the administrator's key; SIZE copies of everything, of which MIN have to be there for a write.
set -eu
POOL=${POOL:-sohoa} SIZE=${SIZE:-3} MIN=${MIN:-2} PLACEMENT_GROUPS=${PLACEMENT_GROUPS:-128}
ceph osd pool create "$POOL" "$PLACEMENT_GROUPS" replicated
ceph osd pool set "$POOL" size "$SIZE"
ceph osd pool set "$POOL" min_size "$MIN"
ceph osd pool application enable "$POOL" sohoa
# A coordinator that takes over shuts the one before out, for which it may write the list of those that are.
ceph auth get-or-create client.sohoa mon 'profile rbd' osd "allow rwx pool=$POOL" \
  -o /etc/ceph/ceph.client.sohoa.keyring
chmod 640 /etc/ceph/ceph.client.sohoa.keyring
chgrp sohoa /etc/ceph/ceph.client.sohoa.keyring
