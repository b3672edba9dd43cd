// Random reads of random bytes that come in random pieces (libFuzzer): nothing is lost, doubled or out of order, and what is
// returned is what the words of StreamReader promise.  To go on looking: PROGRAM -max_total_time=600
// RUN: %dialect -fsanitize=fuzzer %s -o %t && %t -runs=20000 -seed=1 -max_len=400 2>&1 | %filecheck
// CHECK: Done 20000 runs
#include <pawl/pawl.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using pawl::Coro;

/// Numbers that the fuzzer chooses, then the bytes of the stream.
struct Input {
  const std::uint8_t *at, *end;
  unsigned number(unsigned below) { return at == end ? 0 : *at++ % below; }
};

void require(bool holds) {
  if (!holds)
    std::abort();
}

async Coro<> feed(pawl::StreamReader &reader, std::string bytes, std::vector<unsigned> pieces) {
  std::size_t at = 0;
  for (unsigned size : pieces) {
    reader.feed_data(std::string_view(bytes).substr(at, size));
    at = std::min(bytes.size(), at + size);
    await pawl::yield_now();
  }
  reader.feed_data(std::string_view(bytes).substr(at));
  reader.feed_eof();
}

/// Where the first separator that ends after `from` ends; npos: nowhere.
std::size_t first_end(const std::string &bytes, std::size_t from, const std::vector<std::string> &separators) {
  std::size_t first = std::string::npos;
  for (const std::string &separator : separators) {
    const std::size_t at = bytes.find(separator, from);
    if (at != std::string::npos)
      first = std::min(first, at + separator.size());
  }
  return first;
}

async Coro<> read_all(pawl::StreamReader &reader, std::string bytes, Input input, std::size_t limit) {
  const std::vector<std::vector<std::string>> choices{{"\n"}, {"\r\n"}, {"ab", "b"}, {"aab", "ab", "abc"}, {"aa"}};
  std::size_t position = 0;
  for (int i = 0; i < 200 && !reader.at_eof(); ++i) {
    const std::string rest = bytes.substr(position);
    switch (input.number(4)) {
    case 0: {
      const unsigned n = input.number(20);
      const std::string got = await reader.read(n);
      require(got.size() <= n && rest.compare(0, got.size(), got) == 0);
      require(!got.empty() || n == 0 || rest.empty());
      position += got.size();
      break;
    }
    case 1: {
      const unsigned n = input.number(40);
      try {
        const std::string got = await reader.readexactly(n);
        require(got.size() == n && rest.compare(0, n, got) == 0);
        position += n;
      } catch (const pawl::IncompleteReadError &e) {
        require(e.partial() == rest && rest.size() < n && e.expected() == n);
        position = bytes.size();
      }
      break;
    }
    case 2: {
      try {
        const std::string got = await reader.readline();
        const std::size_t end = rest.find('\n');
        require(got == (end == std::string::npos ? rest : rest.substr(0, end + 1)));
        require(got.size() <= limit + 1 || end == std::string::npos);
        position += got.size();
      } catch (const std::invalid_argument &) {
        require(rest.find('\n') > limit);
        return; // how much it has thrown away depends on the pieces
      }
      break;
    }
    default: {
      const auto &separators = choices[input.number(static_cast<unsigned>(choices.size()))];
      const std::size_t end = first_end(rest, 0, separators);
      std::size_t to_skip = 0;
      try {
        const std::string got = await reader.readuntil(separators);
        // The pieces may hide the rest of a separator that would have begun before.
        require(rest.compare(0, got.size(), got) == 0 && first_end(got, 0, separators) == got.size());
        position += got.size();
      } catch (const pawl::LimitOverrunError &e) {
        require(e.consumed() > limit && e.consumed() <= rest.size());
        to_skip = e.consumed();
      } catch (const pawl::IncompleteReadError &e) {
        require(e.partial() == rest && end == std::string::npos && !e.expected());
        position = bytes.size();
      }
      if (to_skip > 0) {
        // All of it is still there.
        const std::string skipped = await reader.readexactly(static_cast<std::ptrdiff_t>(to_skip));
        require(skipped == rest.substr(0, to_skip) && first_end(skipped, 0, separators) == std::string::npos);
        position += to_skip;
      }
    }
    }
  }
}

async Coro<> both(pawl::StreamReader &reader, std::string bytes, std::vector<unsigned> pieces, Input input, std::size_t limit) {
  auto feeding = pawl::create_task(feed(reader, bytes, std::move(pieces)));
  await read_all(reader, bytes, input, limit);
  await feeding;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  Input input{data, data + size};
  const std::size_t limit = 1 + input.number(60);
  std::vector<unsigned> pieces(input.number(20));
  for (unsigned &piece : pieces)
    piece = input.number(30);
  const Input choices{input.at, input.at + std::min<std::ptrdiff_t>(30, input.end - input.at)};
  // Few letters, so that separators are frequent.
  std::string bytes;
  for (const std::uint8_t *at = choices.end; at != input.end; ++at)
    bytes += "ab\r\ncx"[*at % 6];
  pawl::StreamReader reader(limit);
  pawl::RunOptions options;
  options.clock = pawl::Clock::virtual_time;
  options.handle_interrupts = false;
  pawl::run(both(reader, std::move(bytes), std::move(pieces), choices, limit), options);
  return 0;
}
