#!/bin/sh
# lower.sh PAWL FILE ARGS...: what `pawl lower` prints, without the comment lines that hold CHECK directives.  They
# are copied through like all comments, and would match themselves.
pawl=$1
shift
text=$("$pawl" lower "$@") || exit
printf '%s\n' "$text" | sed '\|//.*CHECK[-A-Z]*:|d'
