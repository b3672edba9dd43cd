# complete.zsh FOLDER LINE...: what zsh shows that it offers for each LINE, with the function that FOLDER holds.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PROMPT=; stty rows 50 cols 200; fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D"
# Keys that come before the line editor runs would be the terminal's.
zpty -w shell "zle-line-init() { print -n re''ady > /dev/tty }; zle -N zle-line-init"
zpty -w shell "LISTMAX=0; bindkey '^Y' list-choices; bindkey '^U' kill-whole-line; print beg''un"
zpty -r -m shell text '*begun*'
shift
for line; do
  zpty -r -m shell text '*ready*'
  # The keys come one after the other, so what the shell shows for the first is there when it has done the last.
  zpty -n -w shell $line$'\x19\x15'"print do''ne"$'\n'
  zpty -r -m shell text '*done*'
  print -r -- $text
done
