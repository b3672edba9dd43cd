// rusage COMMAND...: runs it, and adds a line "rusage CPU-SECONDS PEAK-KILOBYTES".  Its own memory is
// small: a child begins with its parent's peak.
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  (void)argc;
  pid_t child = fork();
  if (!child) {
    execvp(argv[1], argv + 1);
    _exit(127);
  }
  int status;
  struct rusage used;
  wait4(child, &status, 0, &used);
  printf("rusage %.3f %ld\n",
         used.ru_utime.tv_sec + used.ru_stime.tv_sec +
             (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
         used.ru_maxrss);
  return status ? 1 : 0;
}
