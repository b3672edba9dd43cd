// Large frames, and what fills them; the members, states and sizes of all.
// RUN: %check-findings %s
// RUN: %check-findings %S/Inputs/frames.cpp -- -fpawl-frame-size=100
// RUN: %pawl lower %s 2>&1 > %t | %filecheck-errors --check-prefix=HINT
// HINT: frame-size.cpp:[[@LINE+28]]:17: remark: the frame of 'large' takes 20{{[0-9][0-9][0-9]}} bytes [-Wpawl-frame-size]
// HINT: frame-size.cpp:[[@LINE+28]]:8: note: 20000 of them are 'buffer', which lives across an await
// RUN: %pawl lower -Wno-pawl-frame-size %s 2>&1 > %t | count 0
// RUN: %pawl lower --frames %s 2> %t | %filecheck-errors --check-prefix=FRAMES
// FRAMES:      frame-size.cpp:[[@LINE+24]]: large: 20088 bytes, 1 state
// FRAMES-NEXT: offset size
// FRAMES-NEXT: 0 72 header and promise: pawl::detail::coro_promise<int>
// FRAMES-NEXT: {{[0-9]+}} 4 number: int, line [[@LINE+21]]
// FRAMES-NEXT: {{[0-9]+}} 4 received: int, line [[@LINE+22]]
// FRAMES-NEXT: {{[0-9]+}} 20000 buffer: char[20000], line [[@LINE+20]]
// FRAMES:      {{[0-9]+}} {{ *[0-9]+}} {{.*}}: pawl::Coro<int>
// FRAMES:      state 1: line [[@LINE+19]], awaits pawl::Coro<int>
// FRAMES:      small: {{[0-9]+}} bytes, 0 states
// FRAMES-NOT:  20000
// FRAMES:      in_template: at least {{[0-9]+}} bytes, 1 state
// FRAMES:      ? {{.*}}: T
// FRAMES:      in_template<Small>: at least {{[0-9]+}} bytes, 1 state
// FRAMES:      in_template<Large>: at least 40{{[0-9]+}} bytes, 1 state
// FRAMES:      20000 value: Large
// FRAMES:      20000 copy: Large
// FRAMES:      member: at least
// FRAMES:      member: at least 20{{[0-9]+}} bytes
#include <pawl/pawl.h>
using pawl::Coro;

Coro<int> receive(char *buffer, int size);

// Line numbers matter: the frame of this one begins four lines below the includes.
async Coro<int> large(int number) { // expect-hint(frame-size): the frame of 'large' takes 20
  char buffer[20000];
  int received = await receive(buffer, sizeof buffer);
  return buffer[0] + received + number;
}
async Coro<int> small() {
  char buffer[20000];
  buffer[0] = 1;
  return buffer[0];
}
template <class T> async Coro<int> in_template(T value) { // expect-hint(frame-size): the frame of 'in_template<Large>' takes 40
  T copy = value;
  await receive(&copy.x, 1);
  return copy.x + value.x;
}
struct Large {
  char x, more[19999];
};
struct Small {
  char x;
};
template <class T> struct Box {
  async Coro<int> member() { // expect-hint(frame-size): the frame of 'member' takes 20
    T own{};
    return await receive(&own.x, 1) + own.x;
  }
};
async Coro<int> instantiates() {
  int small = await in_template(Small()), large = await in_template(Large());
  return small + large + await Box<Large>().member();
}
[[pawl::allow("frame-size")]] async Coro<int> allowed() {
  char buffer[20000];
  return await receive(buffer, sizeof buffer);
}
async Coro<int> silenced() { // pawl: allow(frame-size)
  char buffer[20000];
  return await receive(buffer, sizeof buffer);
}
