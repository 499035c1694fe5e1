#!/bin/sh
# What `make demo` runs: the commands that a person would type, each shown before its answer.
set -eu
cd "$(dirname "$0")"

say() { printf '\n── %s ──\n\n' "$1"; }
run() { printf '$ %s\n\n' "$*"; "$@"; printf '\n'; }

say 'Reading the sample documents'
run kg ingest seeds
run kg documents

say 'Who attacked whom, and who says so?'
run kg query attacks

say 'Who leads, backs, arms or belongs to whom?'
run kg query backing

say 'Where do the accounts disagree?'
run kg query disagreements

if [ "${DEMO_SERVE:-1}" = 0 ]; then
  printf '\nServe it with:  %s serve --workspace %s\n' "$(command -v kg)" "$KG_WORKSPACE"
  exit 0
fi
say 'The graph, for a browser and for SPARQL'
printf '$ kg serve\n\n'
exec kg serve
