// A small HTTP server with routes, sessions and an access log.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <pawl/pawl.h>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

using namespace std::chrono_literals;
using pawl::Coro;

namespace http {

struct Request {
  std::string method, path, body;
  std::map<std::string, std::string> headers;
};
struct Response {
  int status = 200;
  std::string body;
};

/// What a transport gives; the tests have one in memory.
class Connection {
public:
  virtual ~Connection() = default;
  virtual Coro<std::optional<std::string>> read_line() = 0;
  virtual Coro<std::string> read(std::size_t count) = 0;
  virtual Coro<> write(std::string_view text) = 0;
  virtual Coro<> close() = 0;
};

class AccessLog {
public:
  explicit AccessLog(std::string name) : name_(std::move(name)) {}
  Coro<> append(std::string line);
  async Coro<std::size_t> size() {
    std::ifstream file(name_); // expect-warning(blocking-call)
    std::size_t lines = 0;
    for (std::string line; std::getline(file, line);) ++lines;
    return lines;
  }

private:
  std::string name_;
};

struct Session {
  std::string user;
  int requests = 0;
  std::chrono::steady_clock::time_point last;
};

class Sessions {
public:
  Coro<std::string> load_user(std::string token);

  async Coro<Session *> find(std::string token) {
    auto it = sessions_.find(token);
    if (it == sessions_.end()) {
      Session fresh;
      fresh.user = await load_user(token);
      it = sessions_.emplace(token, std::move(fresh)).first;
    }
    it->second.requests++;
    return &it->second;
  }
  void expire(std::chrono::steady_clock::time_point now) {
    for (auto it = sessions_.begin(); it != sessions_.end();)
      if (now - it->second.last > 1h) it = sessions_.erase(it);
      else ++it;
  }
  async Coro<> refresh(std::string token) {
    auto it = sessions_.find(token);
    if (it == sessions_.end()) return;
    it->second.user = "";
    std::string user = await load_user(token);
    it->second.user = user; // expect-warning(held-across-await)
  }
  async Coro<> sweep() {
    for (;;) {
      await pawl::sleep(1min);
      expire(std::chrono::steady_clock::now());
    }
  }
  async Coro<int> total() {
    int sum = 0;
    for (auto &[token, session] : sessions_) {
      std::string user = await load_user(token); // expect-warning(held-across-await)
      sum += user.empty() ? 0 : session.requests;
    }
    return sum;
  }

private:
  std::map<std::string, Session> sessions_;
};

using Handler = std::function<Coro<Response>(const Request &)>;

class Router {
public:
  void add(std::string path, Handler handler) { routes_[std::move(path)] = std::move(handler); }
  async Coro<Response> route(const Request &request) {
    auto it = routes_.find(request.path);
    if (it == routes_.end()) return Response{404, "not found"};
    return await it->second(request);
  }

private:
  std::unordered_map<std::string, Handler> routes_;
};

async Coro<std::optional<Request>> parse(Connection &connection) {
  std::optional<std::string> first = await connection.read_line();
  if (!first) return std::nullopt;
  Request request;
  auto space = first->find(' ');
  request.method = first->substr(0, space);
  request.path = first->substr(space + 1, first->find(' ', space + 1) - space - 1);
  while (std::optional<std::string> line = await connection.read_line()) {
    if (line->empty()) break;
    auto colon = line->find(':');
    request.headers.emplace(line->substr(0, colon), line->substr(colon + 1));
  }
  if (auto length = request.headers.find("Content-Length"); length != request.headers.end())
    request.body = await connection.read(std::stoul(length->second));
  return request;
}

class Server {
public:
  Server(Router &router, AccessLog &log) : router_(router), log_(log) {}

  async Coro<> serve(std::unique_ptr<Connection> connection) {
    ++open_;
    try {
      while (auto request = await parse(*connection)) {
        Response response = await router_.route(*request);
        await connection->write("HTTP/1.1 " + std::to_string(response.status) + "\r\n");
        await connection->write(response.body);
        log_.append(request->path); // expect-error(unawaited)
      }
    } catch (...) { // expect-warning(swallowed-cancel)
      std::puts("connection lost");
    }
    --open_;
    connection->close(); // expect-error(unawaited)
  }

  async Coro<> drain() {
    while (open_ > 0) // expect-warning(starvation)
      await pawl::sleep(50ms);
  }

  async Coro<> throttle() {
    std::lock_guard lock(mutex_);
    if (open_ > limit_)
      await pawl::sleep(10ms); // expect-warning(held-across-await)
  }

private:
  Router &router_;
  AccessLog &log_;
  std::mutex mutex_;
  int open_ = 0, limit_ = 1000;
};

/// A page is rendered from parts that know nothing of each other.
Coro<std::string> render_header(int user);
Coro<std::string> render_body(int page);
async Coro<Response> render(int user, int page) {
  std::string header = await render_header(user);
  std::string body = await render_body(page); // expect-hint(sequential-awaits)
  return Response{200, header + body};
}

async Coro<> health(std::chrono::milliseconds pause) {
  int failures = 0;
  while (failures < 3) {
    std::this_thread::sleep_for(pause); // expect-warning(blocking-call)
    Response response = await render(1, 2);
    failures += response.status != 200;
  }
}

} // namespace http
