set print frame-arguments none
break awaits.cpp:8
echo in leaf\n
run
pawl-stack
delete
echo over an await\n
next
print n
print twice
echo all tasks\n
pawl-tasks
generate-core-file core
echo one task\n
pawl-stack waiter
echo out of the end\n
next
next
next
output sum
echo \n
output i
echo \n
echo embedded\n
break awaits.cpp:9 if n > 20
continue
pawl-stack
delete
next
next
print result
continue
