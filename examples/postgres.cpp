// A library with sockets of its own: libpq, driven by readable() and writable().  Three queries of a second each, on three
// connections at the same time.  Where the server is, libpq finds in PGHOST, PGUSER, ...  Link with -lpq.
#include <postgresql/libpq-fe.h>

#include <cstdio>
#include <memory>
#include <pawl/pawl.h>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using pawl::Coro;

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Finish>;
using Result = std::unique_ptr<PGresult, Finish>;

[[noreturn]] void fail(PGconn* connection) { throw std::runtime_error(PQerrorMessage(connection)); }

async Coro<Connection> connect() {
  Connection connection(PQconnectStart(""));
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (next != PGRES_POLLING_OK) {
    if (next == PGRES_POLLING_FAILED || PQstatus(connection.get()) == CONNECTION_BAD) fail(connection.get());
    // The socket can be another one after each step.
    if (next == PGRES_POLLING_READING) {
      await pawl::readable(PQsocket(connection.get()));
    } else {
      await pawl::writable(PQsocket(connection.get()));
    }
    next = PQconnectPoll(connection.get());
  }
  PQsetnonblocking(connection.get(), 1);
  return connection;
}

async Coro<std::string> query(PGconn* connection, std::string text) {
  if (!PQsendQuery(connection, text.c_str())) fail(connection);
  while (PQflush(connection) == 1) await pawl::writable(PQsocket(connection));
  std::string value;
  for (;;) {
    while (PQisBusy(connection)) {
      await pawl::readable(PQsocket(connection));
      if (!PQconsumeInput(connection)) fail(connection);
    }
    const Result result(PQgetResult(connection));
    if (!result) return value;
    if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) fail(connection);
    value = PQgetvalue(result.get(), 0, 0);
  }
}

async Coro<std::string> ask(int n) {
  Connection connection = await connect();
  return await query(connection.get(), "select " + std::to_string(n) + " * 2 from pg_sleep(1)");
}

async Coro<> amain() {
  const auto begin = pawl::get_running_loop().time();
  auto [a, b, c] = await pawl::gather(ask(1), ask(2), ask(3));
  std::printf("%s %s %s\n", a.c_str(), b.c_str(), c.c_str());
  const auto took = pawl::get_running_loop().time() - begin;
  std::printf("%s\n", took < 2500ms ? "at the same time" : "one after the other");
  try {
    Connection connection = await connect();
    await query(connection.get(), "select nothing");
  } catch (const std::runtime_error& error) {
    std::printf("%s", error.what());
  }
}

int main() {
  try {
    pawl::run(amain());
  } catch (const std::runtime_error& error) {
    std::printf("%s", error.what());
    return 1;
  }
}
