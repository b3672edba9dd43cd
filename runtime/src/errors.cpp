// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// errors.cpp: throwing, recognising and reporting errors.
#include <pawl/errors.h>

#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <typeinfo>

#include "event_loop.h"

namespace pawl::detail {

void throw_runtime_error(const char* what) { throw RuntimeError(what); }
void throw_invalid_state(const char* what) { throw InvalidStateError(what); }
void throw_cancelled(const std::string& message) { throw CancelledError(message); }
void throw_timeout() { std::throw_with_nested(TimeoutError()); }
void throw_value_error(const char* what) { throw std::invalid_argument(what); }
void throw_lookup_error(const std::string& what) { throw std::out_of_range(what); }

bool is_cancelled_error(const std::exception_ptr& error) noexcept {
  if (!error) return false;
#ifdef __GLIBCXX__
  return *error.__cxa_exception_type() == typeid(CancelledError);
#else
  try {
    std::rethrow_exception(error);
  } catch (const CancelledError&) {
    return true;
  } catch (...) {
    return false;
  }
#endif
}

std::string created_at(const source_site& site) {
  if (site.line == 0) return {};
  return std::string(" created at ") + site.file + ":" + std::to_string(site.line);
}

void report_error(const char* what, const std::string& subject, const std::exception_ptr& error) {
  std::string text = what;
  if (!subject.empty()) text += ": " + subject;
  if (error) {
    try {
      std::rethrow_exception(error);
    } catch (const CancelledError& e) {
      text += "\n  CancelledError: " + e.message();
    } catch (const std::exception& e) {
      text += std::string("\n  ") + e.what();
    } catch (...) {
      text += "\n  an exception that is not a std::exception";
    }
  }
  std::fprintf(stderr, "pawl: %s\n", text.c_str());
}

}  // namespace pawl::detail
