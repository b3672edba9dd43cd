// Part of the Pawl project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// communicate.cpp: see pawl/subprocess.h.
#include <pawl/gather.h>
#include <pawl/io_errors.h>

#include "subprocess.h"

namespace pawl {

namespace {

using core_ptr = detail::ref_ptr<detail::process_core>;

async Coro<> feed(core_ptr core, std::string input) {
  if (!core->in) return;
  try {
    core->in->write(std::move(input));
    await core->in->drain();
  } catch (const ConnectionError&) {  // it does not want to know more
  }
  core->in->close();
}

async Coro<std::string> read_all(std::optional<StreamReader>& stream) {
  if (!stream) return std::string();
  return await stream->read();
}

async Coro<ProcessOutput> communicate_with(core_ptr core, std::string input) {
  [[maybe_unused]] auto [out, err, fed] =
      await gather(read_all(core->out), read_all(core->err), feed(core, std::move(input)));
  await detail::exit_waiter(core);
  return ProcessOutput{std::move(out), std::move(err)};
}

async Coro<Process> start_process(std::vector<std::string> argv, SubprocessOptions options,
                                  detail::source_site site) {
  return Process(core_ptr(new detail::process_core(argv, options, site)));
}

}  // namespace

Coro<ProcessOutput> Process::communicate(std::string input) const {
  return communicate_with(core_, std::move(input));
}

Coro<Process> create_subprocess_exec(std::vector<std::string> argv, SubprocessOptions options,
                                     detail::source_site site) {
  return start_process(std::move(argv), std::move(options), site);
}

Coro<Process> create_subprocess_shell(std::string command, SubprocessOptions options,
                                      detail::source_site site) {
  return start_process({"/bin/sh", "-c", std::move(command)}, std::move(options), site);
}

}  // namespace pawl
