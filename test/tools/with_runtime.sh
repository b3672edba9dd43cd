#!/bin/sh
# with_runtime.sh LIBRARY COMMAND...: a compile command; the runtime stands behind its own inputs, unless it links
# nothing.
library=$1
shift
for argument; do
  case $argument in
  -c | -S | -E | -fsyntax-only) exec "$@" ;;
  esac
done
exec "$@" "$library" -pthread
