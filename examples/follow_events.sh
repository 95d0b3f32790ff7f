#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Prints what happened behind event AFTER, and goes on until there is nothing more:
#   SOHOA_KEY=... follow_events.sh http://127.0.0.1:8080 [AFTER]
# The last line is the number to go on from. Needs curl and python3.
set -eu
server=$1
after=${2:-0}
while :; do
  answer=$(curl --silent --show-error --fail --header "Authorization: Bearer $SOHOA_KEY" "$server/v1/events?after=$after&limit=500")
  next=$(printf '%s' "$answer" | python3 -c '
import json, sys
answer = json.load(sys.stdin)
for event in answer["events"]:
    print(event["sequence"], event["kind"], event["dossier"], file=sys.stderr)
print(answer["next_after"])')
  [ "$next" != "$after" ] || break
  after=$next
done
echo "$after"
