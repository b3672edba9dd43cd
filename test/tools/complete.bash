# complete.bash SCRIPT WORDS...: what bash offers for the last of WORDS, one a line.
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_pawl
printf '%s\n' "${COMPREPLY[@]}"
