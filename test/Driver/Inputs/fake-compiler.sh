#!/bin/sh
# g++ that says when it compiles a program.
case " $* " in
*" -o "*) echo compiling ;;
esac
exec g++ "$@"
