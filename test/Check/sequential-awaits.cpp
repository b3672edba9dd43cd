// Awaits that could run at the same time; those whose order may matter.
// RUN: %check-findings %s
// RUN: %pawl lower %s 2>&1 > %t | count 0
// RUN: %pawl lower -Wpawl-sequential-awaits %s 2>&1 > %t | %filecheck-errors --check-prefix=ASKED
// ASKED: remark: does not depend on the await before it; gather(fetch(1), fetch(2)) runs both at once [-Wpawl-sequential-awaits]
#include <memory>
#include <pawl/pawl.h>
#include <string>
#include <vector>
using namespace std::chrono_literals;
using pawl::Coro;

Coro<int> fetch(int id);
Coro<std::string> load(const std::string &name);
Coro<> store(int x);
struct Reader {
  Coro<int> next();
  Coro<int> size() const;
};
Coro<int> take(Reader &reader);
Coro<int> look(const Reader &reader);

async Coro<int> independent(std::string name, const Reader &reader) {
  int a = await fetch(1);
  int b = await fetch(2);                     // expect-hint(sequential-awaits): gather(fetch(1), fetch(2)) runs both at once
  a = await fetch(b);
  auto c = await load("a");                   // expect-hint(sequential-awaits): gather(fetch(b), load("a"), load(name), look(reader)) runs all at once
  auto d = await load(name);
  int e = await look(reader);
  a += e;
  int f = await reader.size();
  int g = await reader.size();                // expect-hint(sequential-awaits)
  return a + f + g;
}

async Coro<int> dependent(Reader &reader, std::unique_ptr<Reader> owned, int *counter) {
  int a = await fetch(1);
  int b = await fetch(a);
  await store(b);
  await store(1);
  int c = await reader.next();
  int d = await reader.next();
  int e = await take(reader);
  int f = await owned->next();
  int g = await owned->next();
  auto count = async [&counter]() -> Coro<int> { return ++*counter; };
  int h = await count();
  pawl::Queue<int> queue;
  int i = await queue.get();
  int j = await queue.get();
  auto task = pawl::create_task(fetch(1)), other = pawl::create_task(fetch(2));
  int k = await task;
  int l = await other;
  await pawl::sleep(1s);
  await pawl::sleep(1s);
  return a + b + c + d + e + f + g + h + i + j + k + l;
}

async Coro<std::vector<int>> loops(std::vector<int> ids, Reader &reader) {
  std::vector<int> results;
  for (int id : ids)
    results.push_back(await fetch(id));       // expect-hint(sequential-awaits): each turn waits for the one before it
  for (int id : ids) {
    results.emplace_back(await fetch(id));    // expect-hint(sequential-awaits)
  }
  for (int id : ids) results.push_back(await fetch(results.back() + id));
  for ([[maybe_unused]] int id : ids) results.push_back(await take(reader));
  for (int id : ids) await store(id);
  for (int id : ids) {
    int x = await fetch(id);
    if (x) break;
  }
  int allowed = await fetch(1);
  int silenced = await fetch(2); // pawl: allow(sequential-awaits)
  results.push_back(allowed + silenced);
  return results;
}
