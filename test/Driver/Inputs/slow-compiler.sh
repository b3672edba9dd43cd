#!/bin/sh
# g++ that takes its time to compile, and says in a file beside it that it began.
case " $* " in
*" -o "*)
  touch "$(dirname "$0")/started"
  exec sleep 60
  ;;
esac
exec g++ "$@"
