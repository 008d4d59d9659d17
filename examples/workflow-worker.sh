#!/bin/sh
# Answers the request verify-account of a workflow (docs/workflows.md): an account number is found if it has eight digits.
# Needs curl and sed. ENLIST_KEY is a key with the scope workflowTasks:work.
#
#   ENLIST_KEY=… sh examples/workflow-worker.sh
#
# Several may run at once, and each may be stopped at any moment: its lock ends, and another one gets the task.
set -eu

url=${ENLIST_URL:-http://localhost:8080}
topic=${TOPIC:-verify-account}
account=${ACCOUNT:-metadata.utilityAccount}
result=${RESULT:-found}
worker="shell-worker-$$-$(date +%s)"
: "${ENLIST_KEY:?Set ENLIST_KEY to a key with the scope workflowTasks:work}"

# prints the body; fails if the answer is an error
post() {
  curl --silent --show-error --fail --max-time 45 -X POST "$url$1" \
    -H "Authorization: Bearer $ENLIST_KEY" -H "Content-Type: application/json" -d "$2"
}

# the first text with a name in a JSON document
text() {
  name=$(printf '%s' "$1" | sed 's/[.]/\\./g')
  tr '\n' ' ' | sed -n "s/.*\"$name\"[[:space:]]*:[[:space:]]*\"\([^\"]*\)\".*/\1/p"
}

echo "$worker waits for requests of $topic"
while :; do
  if ! answer=$(post /workflowTasks/fetchAndLock "{\"workerId\": \"$worker\", \"maxTasks\": 1, \"asyncResponseTimeout\": 30000,
      \"topics\": [{\"topic\": \"$topic\", \"lockDuration\": 60000, \"variables\": [\"$account\"]}]}"); then
    echo "Enlist did not answer; next attempt in 5 seconds" >&2
    sleep 5
    continue
  fi
  id=$(printf '%s' "$answer" | text id)
  [ -n "$id" ] || continue
  number=$(printf '%s' "$answer" | text "$account")
  case $number in
    [0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]) found=true ;;
    *) found=false ;;
  esac
  if post "/workflowTasks/$id/complete" "{\"workerId\": \"$worker\", \"variables\": {\"$result\": $found}}" >/dev/null; then
    echo "$id: found=$found"
  else
    # the lock ended, or the process went on without an answer
    echo "$id: not completed" >&2
  fi
done
