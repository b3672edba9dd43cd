// Reading streams: asyncio.md, R01 to R12.
// RUN: %dialect %s -o %t && %t | %filecheck --check-prefix=CHECK-EXEC
// CHECK-EXEC: R01_read ok
// CHECK-EXEC: R02_read_to_the_end ok
// CHECK-EXEC: R03_limit ok
// CHECK-EXEC: R04_readline ok
// CHECK-EXEC: R05_readline_over_the_limit ok
// CHECK-EXEC: R06_separator_in_pieces ok
// CHECK-EXEC: R07_readuntil_over_the_limit ok
// CHECK-EXEC: R08_several_separators ok
// CHECK-EXEC: R09_readexactly ok
// CHECK-EXEC: R10_set_exception ok
// CHECK-EXEC: R11_at_eof ok
// CHECK-EXEC: R12_a_second_reader ok
// CHECK-EXEC: lines_by_for_await ok
// CHECK-EXEC: a_cancelled_read_takes_nothing ok
#include "Inputs/dialect.h"

using namespace std::chrono_literals;
using pawl::Coro;
using pawl::StreamReader;

/// Feeds the pieces one by one, each in an iteration of its own, then the end.
async Coro<> feed(StreamReader &reader, std::vector<std::string> pieces) {
  for (const std::string &piece : pieces) {
    await pawl::yield_now();
    reader.feed_data(piece);
  }
  await pawl::yield_now();
  reader.feed_eof();
}
pawl::Task<> fed(StreamReader &reader, std::vector<std::string> pieces) {
  return pawl::create_task(feed(reader, std::move(pieces)));
}
StreamReader reader_of(std::string_view text, std::size_t limit = StreamReader::default_limit) {
  StreamReader reader(limit);
  reader.feed_data(text);
  reader.feed_eof();
  return reader;
}

async SCENARIO(R01_read) {
  StreamReader reader;
  reader.feed_data("line1\nline2");
  expect((await reader.read(0)).empty());
  expect(await reader.read(5) == "line1");
  expect(await reader.read(100) == "\nline2");
  auto feeding = fed(reader, {"more"});
  expect(await reader.read(100) == "more");
  expect((await reader.read(100)).empty());
  expect((await reader.read(100)).empty());
  await feeding;
}

async SCENARIO(R02_read_to_the_end) {
  StreamReader reader(3); // the limit does not bound it
  auto feeding = fed(reader, {"chunk1", "chunk2"});
  expect(await reader.read() == "chunk1chunk2");
  await feeding;
  StreamReader short_limit(3);
  short_limit.feed_data("chunk");
  expect(await short_limit.read(5) == "chunk");
  short_limit.feed_data("chunk");
  expect(await short_limit.readexactly(5) == "chunk");
  StreamReader negative = reader_of("all");
  expect(await negative.read(-1) == "all");
}

async SCENARIO(R03_limit) {
  EXPECT_THROW(std::invalid_argument, StreamReader(0));
  return;
}

async SCENARIO(R04_readline) {
  StreamReader reader;
  reader.feed_data("chunk1 ");
  auto feeding = fed(reader, {"chunk2 ", "chunk3 ", "\n chunk4", "\nrest"});
  expect(await reader.readline() == "chunk1 chunk2 chunk3 \n");
  expect(await reader.readline() == " chunk4\n");
  expect(await reader.readline() == "rest");
  expect((await reader.readline()).empty());
  await feeding;
}

async SCENARIO(R05_readline_over_the_limit) {
  StreamReader whole(3);
  whole.feed_data("li");
  whole.feed_data("ne1\nline2\n");
  EXPECT_THROW(std::invalid_argument, await whole.readline());
  // The separator was there: the next line still is.
  EXPECT_THROW(std::invalid_argument, await whole.readline());
  expect(!whole.at_eof());
  StreamReader endless(7);
  auto feeding = fed(endless, {"chunk1", "chunk2", "chunk3\n", "chunk4\n"});
  EXPECT_THROW(std::invalid_argument, await endless.readline());
  // What had come is gone; the rest of the line is a line.
  expect(await endless.readline() == "chunk3\n");
  expect(await endless.readline() == "chunk4\n");
  await feeding;
  StreamReader exact(5);
  exact.feed_data("12345\n");
  expect(await exact.readline() == "12345\n");
  StreamReader at_end(5);
  at_end.feed_data("1234567");
  at_end.feed_eof();
  EXPECT_THROW(std::invalid_argument, await at_end.readline());
}

async SCENARIO(R06_separator_in_pieces) {
  StreamReader reader;
  auto feeding = fed(reader, {"QQQ", "qqqA", "AAxx", "xA", "A", "A", "AAAtail"});
  expect(await reader.readuntil("AAA") == "QQQqqqAAA");
  expect(await reader.readuntil("AAA") == "xxxAAA");
  expect(await reader.readuntil("AAA") == "AAA");
  try {
    await reader.readuntil("AAA");
    expect(false);
  } catch (const pawl::IncompleteReadError &e) {
    expect(e.partial() == "tail" && !e.expected());
    expect(std::string(e.what()) == "4 bytes read on a total of undefined expected bytes");
  }
  expect(reader.at_eof());
  await feeding;
}

async SCENARIO(R07_readuntil_over_the_limit) {
  StreamReader found(3);
  found.feed_data("some dataAA");
  try {
    await found.readuntil("AA");
    expect(false);
  } catch (const pawl::LimitOverrunError &e) {
    expect(std::string(e.what()) == "Separator is found, but chunk is longer than limit");
    expect(e.consumed() == 9);
  }
  expect(await found.readexactly(11) == "some dataAA");
  StreamReader none(3);
  none.feed_data("some dataA");
  try {
    await none.readuntil("AA");
    expect(false);
  } catch (const pawl::LimitOverrunError &e) {
    expect(std::string(e.what()) == "Separator is not found, and chunk exceed the limit");
    expect(e.consumed() == 9);
  }
  expect(await none.read(100) == "some dataA");
}

async SCENARIO(R08_several_separators) {
  StreamReader reader;
  reader.feed_data("line 1\nline 2\r\nline 3\rxABxxCDE");
  expect(await reader.readuntil({"\r", "\n"}) == "line 1\n");
  expect(await reader.readuntil({"\r\n", "\n"}) == "line 2\r\n");
  expect(await reader.readuntil({"\n", "\r"}) == "line 3\r");
  // The one that ends first wins, then the rest.
  expect(await reader.readuntil({"ABxxCDE", "AB"}) == "xAB");
  expect(await reader.readuntil(std::vector<std::string>{"DE", "CD", "CDE"}) == "xxCD");
  // A short one does not hide a long one that is incomplete.
  StreamReader pieces;
  auto feeding = fed(pieces, {"data", "S", "EP", "x"});
  expect(await pieces.readuntil({"SEP", "Q"}) == "dataSEP");
  await feeding;
  EXPECT_THROW(std::invalid_argument, await reader.readuntil(""));
  EXPECT_THROW(std::invalid_argument, await reader.readuntil({"a", ""}));
  EXPECT_THROW(std::invalid_argument, await reader.readuntil(std::vector<std::string>{}));
}

async SCENARIO(R09_readexactly) {
  StreamReader reader;
  EXPECT_THROW(std::invalid_argument, await reader.readexactly(-1));
  expect((await reader.readexactly(0)).empty());
  auto feeding = fed(reader, {"chunk", "chunk", "chu"});
  expect(await reader.readexactly(7) == "chunkch");
  try {
    await reader.readexactly(7);
    expect(false);
  } catch (const pawl::IncompleteReadError &e) {
    expect(e.partial() == "unkchu" && e.expected() == 7U);
    expect(std::string(e.what()) == "6 bytes read on a total of 7 expected bytes");
  }
  expect(reader.at_eof());
  await feeding;
}

struct Broken {};
async SCENARIO(R10_set_exception) {
  StreamReader reader;
  auto fail = async [&]() -> Coro<> {
    await pawl::yield_now();
    reader.set_exception(std::make_exception_ptr(Broken()));
  };
  auto failing = pawl::create_task(fail());
  EXPECT_THROW(Broken, await reader.read(2));
  await failing;
  EXPECT_THROW(Broken, await reader.readline());
  EXPECT_THROW(Broken, await reader.readexactly(2));
  EXPECT_THROW(Broken, await reader.readuntil("\n"));
  EXPECT_THROW(Broken, await reader.read());
  expect(pawl::detail::is_error<Broken>(reader.exception()));
  // After a read that was cancelled.
  StreamReader other;
  auto read = async [&]() -> Coro<> { (void)await other.readline(); };
  auto reading = pawl::create_task(read());
  await pawl::yield_now();
  reading.cancel();
  other.set_exception(std::make_exception_ptr(Broken()));
  EXPECT_THROW(pawl::CancelledError, await reading);
  EXPECT_THROW(Broken, await other.readline());
}

async SCENARIO(R11_at_eof) {
  StreamReader reader;
  expect(!reader.at_eof());
  reader.feed_data("some data\n");
  expect(!reader.at_eof());
  await reader.readline();
  expect(!reader.at_eof());
  reader.feed_data("more");
  reader.feed_eof();
  expect(!reader.at_eof());
  await reader.readline();
  expect(reader.at_eof());
  EXPECT_THROW(pawl::RuntimeError, reader.feed_data("late"));
}

async SCENARIO(R12_a_second_reader) {
  StreamReader reader;
  auto read = async [&]() -> Coro<std::string> { return await reader.readline(); };
  auto first = pawl::create_task(read());
  await pawl::yield_now();
  try {
    await reader.read(1);
    expect(false);
  } catch (const pawl::RuntimeError &e) {
    expect(std::string(e.what()) == "read() called while another coroutine (readline) is already "
                                    "waiting for incoming data");
  }
  reader.feed_data("line\n");
  expect(await first == "line\n");
}

async SCENARIO(lines_by_for_await) {
  StreamReader reader;
  auto feeding = fed(reader, {"one\ntwo", "\n", "\nlast"});
  std::string all;
  for await (std::string line : reader)
    all += "[" + line + "]";
  expect(all == "[one\n][two\n][\n][last]");
  await feeding;
}

async SCENARIO(a_cancelled_read_takes_nothing) {
  StreamReader reader;
  reader.feed_data("abc");
  EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(reader.readexactly(5), 1ms));
  EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(reader.readline(), 1ms));
  EXPECT_THROW(pawl::TimeoutError, await pawl::wait_for(reader.read(), 1ms));
  // Cancelled when it was woken already.
  auto read = async [&]() -> Coro<std::string> { return await reader.readexactly(5); };
  auto reading = pawl::create_task(read());
  await pawl::yield_now();
  reader.feed_data("de");
  reading.cancel();
  EXPECT_THROW(pawl::CancelledError, await reading);
  expect(await reader.read(100) == "abcde");
}
