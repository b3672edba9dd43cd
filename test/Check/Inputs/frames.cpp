// With a limit of 100 bytes.
#include <pawl/pawl.h>
using pawl::Coro;
Coro<int> receive(char *buffer, int size);
async Coro<int> above() { // expect-hint(frame-size): the frame of 'above' takes
  char buffer[100];
  return await receive(buffer, sizeof buffer);
}
