// Coroutines that can end without their value.
// RUN: %check-findings %s
#include <cstdlib>
#include <pawl/pawl.h>
#include <stdexcept>
#include <string>
using namespace std::chrono_literals;
using pawl::Coro;

Coro<int> fetch();
Coro<> send(int);
enum class Colour { red, green };

//===--- Found
async Coro<std::string> some(bool known) {
  if (known)
    return "known";
} // expect-warning(missing-return): this coroutine can end without a 'return' of its value
async Coro<int> nothing() {
  await send(1);
} // expect-warning(missing-return): can end without a 'return'
async Coro<int> handler() {
  try {
    return await fetch();
  } catch (const std::runtime_error &) {
    await send(0);
  }
} // expect-warning(missing-return): can end without
async Coro<int> loop(int n) {
  while (n-- > 0)
    if (int x = await fetch())
      return x;
} // expect-warning(missing-return): can end without
async Coro<int> broken() {
  for (;;)
    if (await fetch() == 3)
      break;
} // expect-warning(missing-return): can end without
Coro<int> spelled(bool known) {
  if (known)
    co_return co_await fetch();
} // expect-warning(missing-return): this coroutine can end without a 'co_return' of its value
template <class T> async Coro<T> pattern(T x) {
  if (x)
    return x;
} // expect-warning(missing-return): can end without
async Coro<> in_lambda() {
  auto inner = async [](int x) -> Coro<int> {
    if (x)
      return x;
  }; // expect-warning(missing-return): can end without
  await inner(await pattern(1));
}

//===--- Not found
async Coro<> no_value(bool known) {
  if (known)
    return;
  await send(1);
}
async Coro<int> forever() {
  for (;;)
    if (int x = await fetch())
      return x;
}
async Coro<int> every_way(int n) {
  if (n)
    return await fetch();
  else
    throw std::runtime_error("none");
}
async Coro<int> ends() {
  if (await fetch())
    return 1;
  std::abort();
}
async Coro<int> covered(Colour colour) {
  switch (colour) {
  case Colour::red: return await fetch();
  case Colour::green: return 2;
  }
}
async Coro<int> rethrown() {
  try {
    return await fetch();
  } catch (...) {
    await send(0);
    throw;
  }
}
async Coro<int> tried() try {
  return await fetch();
} catch (const std::runtime_error &) {
  return 0;
}
async pawl::AsyncGenerator<int> numbers(int n) {
  while (n-- > 0)
    yield n;
}
template <class T> async Coro<T> either(T x) {
  if constexpr (std::is_void_v<T>)
    await send(1);
  else
    return x;
}
template <class T> async Coro<T> maybe_void() { await send(1); }
async Coro<> uses() {
  await either(1);
  await maybe_void<void>();
}
