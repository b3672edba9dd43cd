// A coroutine where its value is meant, and C++ sees that the types do not fit: its error says that `await` is missing.
// RUN: %check-findings %s -- --compiler=clang++-22
// RUN: cp %s %t.cpp && not %pawl check --fix %t.cpp > /dev/null 2>&1
// RUN: %filecheck-errors --check-prefix=MENDED < %t.cpp
#include <pawl/pawl.h>
#include <string>
#include <utility>
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

// What is returned or yielded.
struct Client {
  Coro<int> get();
  Client &next();
};
namespace library {
Coro<int> value();
pawl::Task<int> task();
}
Coro<> nothing();
int both(int);
Coro<int> both(std::string);
async Coro<int> call() { return value(); }    // expect-error(): this value is no result of a function that returns 'Coro<int>'; 'await' gives its value
// MENDED: async Coro<int> call() { return await value(); }
async Coro<int> member(Client &client) { return client.next().get(); } // expect-error(): 'await' gives its value
// MENDED: return await client.next().get();
async Coro<int> pointer(Client *client) { return client->get(); } // expect-error(): 'await' gives its value
// MENDED: return await client->get();
async Coro<int> qualified() { return library::value(); } // expect-error(): 'await' gives its value
// MENDED: return await library::value();
async Coro<int> task() { return library::task(); } // expect-error(): 'await' gives its value
// MENDED: return await library::task();
async Coro<int> local() {
  auto coroutine = value();
  return coroutine;                           // expect-error(): 'await' gives its value
  // MENDED: return await std::move(coroutine);
}
async Coro<> effects() { return nothing(); }  // expect-error(): cannot return a value from a function that returns 'Coro<>'; 'await' gives its value
// MENDED: return await nothing();
async Coro<int> choice(bool flag) { return flag ? value() : 1; } // expect-error(): incompatible operand types ('Coro<int>' and 'int'); 'await' gives its value
// MENDED: return flag ? await value() : 1;
async pawl::AsyncGenerator<int> yields() { yield value(); } // expect-error(): this value is none of those of a function that returns 'pawl::AsyncGenerator<int>'; 'await' gives its value
// MENDED: yield await value();
template <class T> async Coro<T> instantiated() { return value(); } // expect-error(): 'await' gives its value
// MENDED: return await value();
async Coro<> effect() { return 1; }           // expect-error(): cannot return a value from a function that returns 'Coro<>'
async Coro<int> overloaded(std::string text) { return both(text); } // expect-error(): this value is no result
// MENDED: return both(text);
async Coro<int> nested() {
  auto lambda = async [] () -> Coro<int> { return value(); }; // expect-error(): 'await' gives its value
  // MENDED: return await value(); };
  return await instantiated<int>() + await lambda();
}
