// The libraries beside the core.
#include <cstdio>
#include <pawl/cares.h>
#include <pawl/pawl.h>
#include <pawl/tls.h>

async pawl::Coro<> amain() {
  try {
    await pawl::open_tls_connection("localhost", 1);
  } catch (const pawl::ConnectionError&) {
    std::puts("TLS is there");
  }
}
int main() {
  pawl::use_cares();
  pawl::run(amain());
}
