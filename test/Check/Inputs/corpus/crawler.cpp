// Fetches pages that lead to others, a bounded number at a time.
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fcntl.h>
#include <fstream>
#include <future>
#include <iostream>
#include <netdb.h>
#include <optional>
#include <pawl/pawl.h>
#include <queue>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

namespace crawl {

struct Url {
  std::string host, path;
  friend bool operator<(const Url &a, const Url &b) {
    return a.host != b.host ? a.host < b.host : a.path < b.path;
  }
};
struct Page {
  Url url;
  std::string text;
  std::vector<Url> links;
};

class FetchError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

Coro<std::string> get(const Url &url);
Coro<> store(const Page &page);

std::vector<Url> links_of(std::string_view text, const Url &base) {
  std::vector<Url> found;
  for (std::size_t at = 0; (at = text.find("href=\"", at)) != std::string_view::npos;) {
    at += 6;
    std::size_t end = text.find('"', at);
    if (end == std::string_view::npos) break;
    found.push_back({base.host, std::string(text.substr(at, end - at))});
  }
  return found;
}

async Coro<Page> fetch(Url url) {
  Page page{url, await get(url), {}};
  page.links = links_of(page.text, url);
  return page;
}

/// Three tries, each longer apart.
async Coro<std::optional<Page>> fetch_patiently(Url url) {
  for (int attempt = 0; attempt < 3; ++attempt) {
    try {
      return await fetch(url);
    } catch (const FetchError &error) {
      std::fprintf(stderr, "%s: %s\n", url.path.c_str(), error.what());
    }
    await pawl::sleep(attempt * 1s);
  }
  return std::nullopt;
}

async Coro<std::optional<Page>> fetch_at_any_price(Url url) {
  while (true) {
    try {
      return await fetch(url);
    } catch (...) { // expect-warning(swallowed-cancel)
      std::puts("again");
    }
    usleep(1000); // expect-warning(blocking-call)
  }
}

bool resolves(const std::string &host) {
  addrinfo *found = nullptr;
  if (::getaddrinfo(host.c_str(), "http", nullptr, &found) != 0) return false;
  ::freeaddrinfo(found);
  return true;
}
bool is_allowed(const Url &url) { return url.host != "localhost" && resolves(url.host); }

class Crawler {
public:
  explicit Crawler(int limit) : slots_(limit) {}

  async Coro<> crawl(Url start) {
    todo_.push(start);
    while (!todo_.empty()) {
      Url url = todo_.front();
      todo_.pop();
      if (!seen_.insert(url).second) continue;
      if (!is_allowed(url)) continue; // expect-warning(blocking-call)
      auto held = await slots_.scoped();
      if (auto page = await fetch_patiently(url)) {
        for (const Url &link : page->links) todo_.push(link);
        await store(*page);
      }
    }
  }

  async Coro<> crawl_all(std::vector<Url> urls) {
    std::vector<Page> pages;
    for (const Url &url : urls)
      pages.push_back(await fetch(url)); // expect-hint(sequential-awaits)
    for (const Page &page : pages) await store(page);
  }

  async Coro<> crawl_at_once(std::vector<Url> urls) {
    std::vector<Coro<Page>> fetches;
    for (const Url &url : urls) fetches.push_back(fetch(url));
    for (const Page &page : await pawl::gather(std::move(fetches))) await store(page);
  }

  async Coro<> index(std::string name) {
    auto file = std::make_unique<std::ifstream>(name);
    std::string host;
    std::cin >> host; // expect-warning(blocking-call)
    while (std::getline(*file, host)) todo_.push({host, "/"});
    return;
  }

  async Coro<int> render(Url url) {
    Page page = await fetch(url);
    int status = std::system("render page"); // expect-warning(blocking-call)
    if (status != 0) {
      int code = 0;
      ::wait(&code); // expect-warning(blocking-call)
      return code;
    }
    return static_cast<int>(page.text.size());
  }

private:
  pawl::Semaphore slots_;
  std::queue<Url> todo_;
  std::set<Url> seen_;
};

/// What parses takes a while; it runs in a thread of its own.
async Coro<int> words(Page page) {
  std::promise<int> promise;
  std::future<int> future = promise.get_future();
  std::thread worker([&] {
    int count = 0;
    bool in = false;
    for (char c : page.text) {
      bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
      count += letter && !in;
      in = letter;
    }
    promise.set_value(count);
  });
  int count = future.get(); // expect-warning(blocking-call)
  worker.join();            // expect-warning(blocking-call)
  return count;
}

async Coro<int> words_in_pool(Page page) {
  return await pawl::to_thread([page] {
    std::this_thread::sleep_for(1ms);
    return static_cast<int>(page.text.size());
  });
}

/// Asks a helper process over a pipe.
async Coro<std::string> ask(int pipe, std::string question) {
  ::write(pipe, question.data(), question.size()); // expect-warning(blocking-call)
  char answer[256];
  ssize_t count = ::read(pipe, answer, sizeof answer); // expect-warning(blocking-call)
  return std::string(answer, count > 0 ? static_cast<std::size_t>(count) : 0);
}
async Coro<std::string> ask_politely(int pipe) {
  char answer[256];
  await pawl::readable(pipe);
  ssize_t count = ::read(pipe, answer, sizeof answer);
  return std::string(answer, count > 0 ? static_cast<std::size_t>(count) : 0);
}

async Coro<> run(std::vector<Url> urls) {
  Crawler crawler(8);
  auto first = crawler.crawl(urls.front());
  if (urls.size() == 1) {
    await std::move(first);
    return;
  }
  auto second = crawler.crawl(urls[1]); // expect-warning(unawaited)
  auto task = pawl::create_task(std::move(first));
  while (!task.done()) await pawl::sleep(100ms); // expect-warning(starvation)
}

} // namespace crawl
