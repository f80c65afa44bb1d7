#!/usr/bin/env bash
# What action.yml runs: `stateful` with its inputs, which come as variables.
#
# COMMAND, ARGUMENTS, FORMAT, OUTPUT and FAIL_ON are its inputs; GITHUB_OUTPUT and
# GITHUB_STEP_SUMMARY are files of the runner. Of a diff, 1 is no failure: something differs.
set -uo pipefail

read -r -a arguments <<< "$ARGUMENTS"
words=("$COMMAND")
case $COMMAND in
  render) words+=(--check) ;;
  validate | diff | doctor) words+=(-o "$FORMAT") ;;
  *)
    echo "::error::command must be validate, render, diff or doctor, got $(printf %q "$COMMAND")"
    exit 2
    ;;
esac
[[ -z $FAIL_ON ]] || words+=(--fail-on "$FAIL_ON")

report=${OUTPUT:-${RUNNER_TEMP:-/tmp}/stateful-report}
code=0
stateful "${words[@]}" "${arguments[@]}" > "$report" || code=$?
[[ -n $OUTPUT ]] || cat "$report"
[[ $FORMAT != markdown || -z ${GITHUB_STEP_SUMMARY:-} ]] || cat "$report" >> "$GITHUB_STEP_SUMMARY"
{
  echo "report=$report"
  echo "exit-code=$code"
} >> "${GITHUB_OUTPUT:-/dev/null}"
[[ $COMMAND != diff || $code != 1 ]] || code=0
exit "$code"
