#pragma once
// Found from here, and not from where this text is written out.
#include "interest.h"
#include "nested/log.h"
#include <pawl/pawl.h>
#include <string>

struct Account {
  int balance = 0;

  async pawl::Coro<int> deposit(int amount) {
    CHECKED(await pawl::sleep(std::chrono::milliseconds(amount), amount));
    balance += amount;
    return balance;
  }
  pawl::Coro<int> deposit_twice(int amount);
};

inline async pawl::Coro<int> Account::deposit_twice(int amount) {
  auto once = async [this](int n) -> pawl::Coro<int> { return await deposit(n); };
  return await once(amount) + await once(with_interest(amount));
}

static inline int unused() { return 1; }
inline std::string account_file() {
  std::string file = __FILE__;
  return file.substr(file.rfind('/') + 1) + ":" + std::to_string(__LINE__);
}
