" Pawl's words in C++: `async` before a definition or a lambda, `await` and `yield` before an operand.
" Elsewhere they are ordinary names.
syn match pawlAsync "\v<async>\ze(\s+\h|\s*\[)"
syn match pawlAwait "\v<(await|yield)>\ze\s*[[:alnum:]_(\[{"'*&!~+:-]"
" `for await (...)` has it before a parenthesis, and so has `await(x)`; a call of a function that is
" named so looks the same.
hi def link pawlAsync cppModifier
hi def link pawlAwait cppStatement
