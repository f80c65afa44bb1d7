#!/usr/bin/env bash
# What action.yml runs: `stateful` with its inputs, which come as variables.
#
# COMMAND, ARGUMENTS, FORMAT, OUTPUT and FAIL_ON are its inputs; GITHUB_OUTPUT and
# GITHUB_STEP_SUMMARY are files of the runner. Of a diff, 1 is no failure: something differs.
set -uo pipefail

# All lines of it: `read` returns 1 at its end.
read -r -d '' -a arguments <<< "$ARGUMENTS" || true
words=("$COMMAND")
case $COMMAND in
  render)
    words+=(--check)
    [[ $FORMAT == text ]] || words+=(-o "$FORMAT")
    ;;
  validate | diff | doctor) words+=(-o "$FORMAT") ;;
  *)
    echo "::error::command must be validate, render, diff or doctor, got $(printf %q "$COMMAND")"
    exit 2
    ;;
esac
[[ -z $FAIL_ON ]] || words+=(--fail-on "$FAIL_ON")

report=${OUTPUT:-${RUNNER_TEMP:-/tmp}/stateful-report}
code=0
# To the bash of macOS, an empty list is a variable that is not set.
stateful "${words[@]}" ${arguments[@]+"${arguments[@]}"} > "$report" || code=$?
[[ -n $OUTPUT ]] || cat "$report"
[[ $FORMAT != markdown || -z ${GITHUB_STEP_SUMMARY:-} ]] || cat "$report" >> "$GITHUB_STEP_SUMMARY"
{
  echo "report=$report"
  echo "exit-code=$code"
} >> "${GITHUB_OUTPUT:-/dev/null}"
[[ $COMMAND != diff || $code != 1 ]] || code=0
exit "$code"
