" Prints each word of the dialect with the group that it is shown in.
set nocompatible
execute 'set runtimepath^=' . $PAWL_ROOT . '/editors/vim'
execute 'set runtimepath+=' . $PAWL_ROOT . '/editors/vim/after'
syntax on
execute 'edit ' . $PAWL_WORDS
set filetype=cpp
redir => text
for line in range(1, line('$'))
  for word in ['async', 'await', 'yield']
    let column = match(getline(line), '\<' . word . '\>') + 1
    if column > 0
      silent echo word line synIDattr(synID(line, column, 1), 'name')
    endif
  endfor
endfor
redir END
call writefile(split(text, "\n"), $PAWL_OUT)
qall!
