"""A project of many files, every second of them with coroutines, in the spelling of bench/words.h."""

import random
import shutil

PLAIN = """// Part of a generated project.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

struct Record{n} {{
  std::string name;
  std::vector<int> values;
}};

int plain{n}(int seed) {{
  std::map<std::string, Record{n}> records;
  for (int i = 0; i < {rounds}; ++i) {{
    Record{n} &record = records["record " + std::to_string(i * seed)];
    record.name = std::to_string(i);
    record.values.push_back(i ^ seed);
    std::sort(record.values.begin(), record.values.end());
  }}
  int sum = 0;
  for (const auto &[name, record] : records)
    sum += static_cast<int>(name.size()) + record.values.front();
  return sum;
}}
"""

DIALECT = """// Part of a generated project.
#include "words.h"

#include <map>
#include <pawl/pawl.h>
#include <string>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

int plain{other}(int seed);

async Coro<int> leaf{n}(int i) {{
  if (i % {rounds} == 0)
    await pawl::sleep(0s);
  RETURN plain{other}(i);
}}
async Coro<std::string> text{n}(int i) {{
  std::string text = std::to_string(await leaf{n}(i));
  for (int k = 0; k < {rounds}; ++k)
    text += std::to_string(await leaf{n}(k) + k);
  RETURN text;
}}
async Coro<> worker{n}(pawl::Queue<std::string> &queue, int count) {{
  for (int i = 0; i < count; ++i) {{
    std::string text;
    try {{
      text = await text{n}(i);
    }} catch (const std::exception &error) {{
      text = error.what();
    }}
    await queue.put(std::move(text));
  }}
}}
async Coro<std::size_t> run{n}(int count) {{
  pawl::Queue<std::string> queue(4);
  auto task = pawl::create_task(worker{n}(queue, count));
  std::map<std::string, int> seen;
  for (int i = 0; i < count; ++i)
    ++seen[await queue.get()];
  await task;
  RETURN seen.size();
}}
"""

MAKEFILE = """SOURCES := $(wildcard *.cpp)
objects: $(SOURCES:%.cpp=objects/%.o)
objects/%.o: %.cpp
\t$(CXX) $(CXXFLAGS) -I. -c $< -o $@
"""


def generate(folder, count):
    """`count` files and a Makefile; the same each time."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "Makefile").write_text(MAKEFILE)
    chosen = random.Random(1)
    for n in range(count):
        text = DIALECT if n % 2 else PLAIN
        (folder / f"file{n}.cpp").write_text(text.format(n=n, other=n - 1, rounds=chosen.randint(3, 20)))
