// A coroutine where its value is meant, and C++ sees that the types do not fit: its error says that `await` is missing.
// RUN: %check-findings %s -- --compiler=clang++-22
// RUN: cp %s %t.cpp && not %pawl check --fix %t.cpp > /dev/null 2>&1
// RUN: %filecheck-errors --check-prefix=MENDED < %t.cpp
#include <pawl/pawl.h>
#include <string>
#include <vector>
using pawl::Coro;

Coro<std::string> text();
Coro<int> value();
Coro<std::vector<int>> list();
void take(int);

async Coro<int> meant(Coro<int> given) {
  int a = value();                            // expect-error(): no viable conversion from 'Coro<int>' to 'int'; 'await' gives its value
  // MENDED: int a = await value();
  a = value();                                // expect-error(): 'await' gives its value
  // MENDED: a = await value();
  int b = value() + a;                        // expect-error(): 'await' gives its value
  // MENDED: int b = await value() + a;
  int c = a + value();                        // expect-error(): 'await' gives its value
  // MENDED: int c = a + await value();
  auto d = text().size();                     // expect-error(): no member named 'size' in 'pawl::Coro<std::basic_string<char>>'; 'await' gives its value
  // MENDED: auto d = (await text()).size();
  for (int x : list()) c += x;                // expect-error(): 'await' gives its value
  // MENDED: for (int x : await list()) c += x;
  switch (value()) {}                         // expect-error(): 'await' gives its value
  // MENDED: switch (await value()) {}
  take(value());                              // expect-error(): no matching function for call to 'take'
  given = 3;                                  // expect-error(): no viable overloaded '='
  Coro<int> e = 3;                            // expect-error(): no viable conversion from 'int' to 'Coro<int>'
  // MENDED: Coro<int> e = 3;
  Coro<std::string> f = value();              // expect-error(): no viable conversion from 'Coro<int>' to 'Coro<std::string>'
  // MENDED: Coro<std::string> f = value();
  return static_cast<int>(d) + b;
}
async Coro<int> result() { return value(); }  // expect-error(): this value is no result of a function that returns 'Coro<int>'
